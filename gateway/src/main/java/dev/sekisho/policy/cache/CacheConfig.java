package dev.sekisho.policy.cache;

import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code cache} policy. */
public record CacheConfig(
        @Property(
                value = "How long responses are fresh that do not say so themselves, by status (200, 5xx, 300-308). Of"
                        + " several that fit, the narrowest counts. None given: only responses that say so"
                        + " themselves are kept.",
                example = "{ \"200\": 5m, \"404\": 1m }")
        Map<String, Duration> ttl,

        @Property(
                value = "Whether responses that say nothing of it are fresh for a tenth of the time since their"
                        + " Last-Modified, a day at most.",
                defaultValue = "false")
        boolean heuristic,

        @Property(value = "Methods that are answered from the cache: GET, HEAD. None given: both.", example = "[GET]")
        List<String> methods,

        @Property(
                value = "What a response is kept under, beside the route: text with {scheme}, {host}, {path}, {query},"
                        + " {method}, {header.NAME}, {cookie.NAME}, {query.NAME}, and the placeholders of"
                        + " request-headers, such as {consumer}.",
                defaultValue = KeyTemplate.WHOLE,
                example = "{scheme}://{host}{path}{query} {consumer}")
        String key,

        @Property(
                value = "Request fields whose values are part of the key too, whatever Vary says.",
                example = "[X-Country]")
        List<String> varyByHeaders,

        @Property(
                value = "Requests that are not answered from the cache; their responses are kept.",
                defaultValue = "{}")
        When bypass,

        @Property(value = "Requests whose responses are not kept.", defaultValue = "{}")
        When noStore,

        @Property(
                value = "Whether Cache-Control of requests counts. A client could otherwise be kept waiting for the"
                        + " backend by nobody; no-store counts in any case.",
                defaultValue = "ignore")
        ClientControl clientDirectives,

        @Property(
                value = "Response fields that do not count: Cache-Control, Expires, Vary, Set-Cookie,"
                        + " Surrogate-Control, CDN-Cache-Control. Dangerous: see the README.",
                example = "[Cache-Control, Expires]")
        List<String> ignore,

        @Property(
                value = "Values of Content-Type of responses that are kept, parameters included; case and blanks around"
                        + " a semicolon do not count. None given: any, or none at all.",
                example = "[application/json, \"text/html; charset=utf-8\"]")
        List<String> contentTypes,

        @Property(
                value = "What cookies in a request mean: with explicit, its response is kept, and a stored one served,"
                        + " only where the response itself says how long; with ignore they mean nothing.",
                defaultValue = "explicit")
        Cookies cookies,

        @Property(
                value = "How long stale responses are served while they are fetched anew, where they do not say so.",
                defaultValue = "0s",
                min = "0s",
                max = "30d")
        Duration staleWhileRevalidate,

        @Property(value = "When stale responses are served since the backend fails.", defaultValue = "{}")
        StaleIfError staleIfError,

        @Property(value = "One request to the backend for many at once.", defaultValue = "{}")
        Coalesce coalesce,

        @Property(
                value = "Whether the whole is fetched beside a request for a range of what is not stored.",
                defaultValue = "true")
        boolean fillRanges,

        @Property(value = "Largest body that is kept.", defaultValue = "1MiB", min = "0B", max = "1GiB")
        Size maxObject,

        @Property(
                value = "Memory for what is kept. Policies with the same memory and disk share both, with one another"
                        + " and over reloads.",
                defaultValue = "64MiB",
                min = "1MiB",
                max = "1024GiB")
        Size memory,

        @Property("A directory where responses are kept too, over restarts; left out, nowhere.")
        Optional<Disk> disk,

        @Property(
                value = "Response field that tells how the response came about; empty for none.",
                defaultValue = "X-Cache-Status")
        String statusHeader,

        @Property(value = "Whether clients see Surrogate-Key.", defaultValue = "false")
        boolean showSurrogateKey,

        @Property(
                "Decides as nginx's proxy_cache (nginx.org/en/docs/http/ngx_http_proxy_module.html) in place of RFC 9111: see the README."
                        + " key, varyByHeaders, cookies, clientDirectives and heuristic mean nothing then.")
        Optional<AsNginx> asNginx)
        implements PrincipalUser {

    /** The default of {@code key}: the request as the router sees it. */
    public static final String WHOLE_KEY = KeyTemplate.WHOLE;

    /** Takes copies. */
    public CacheConfig {
        ttl = Collections.unmodifiableMap(new LinkedHashMap<>(ttl));
        methods = List.copyOf(methods);
        varyByHeaders = List.copyOf(varyByHeaders);
        ignore = List.copyOf(ignore);
        contentTypes = List.copyOf(contentTypes);
    }

    @Override
    public Optional<String> withoutPrincipal() {
        String made = asNginx.map(AsNginx::key).orElse(key);
        return FieldValue.template("key", made, FieldNames.Head.REQUEST).isOfPrincipal()
                ? Optional.of("key: " + made + ": tells no clients apart, so that all get the same responses")
                : Optional.empty();
    }

    /** Whether Cache-Control of requests counts. */
    public enum ClientControl {
        /** As RFC 9111 section 5.2.1 has it. */
        HONOUR,
        /** As most gateways have it. */
        IGNORE
    }

    /** What cookies of requests mean. */
    public enum Cookies {
        /** A response may depend on them unless it says how long it is fresh. */
        EXPLICIT,
        /** No response depends on them unless Vary says so. */
        IGNORE
    }

    /** What nginx's proxy_cache says beyond what there is anyway. */
    public record AsNginx(
            @Property(
                    value =
                            "What a response is kept under, and nothing beside it, neither route nor method: text with the"
                                    + " placeholders of request-headers. All that responses depend on must be in it.",
                    example = "\"pages:{scheme}{host}{target}\"")
            String key,

            @Property(
                    value =
                            "From which request on a response is kept (proxy_cache_min_uses); counted for the 20000 keys that"
                                    + " were asked for last.",
                    defaultValue = "1",
                    min = "1",
                    max = "1000000")
            int minUses,

            @Property(
                    value = "Whether what is too old is checked with the backend (proxy_cache_revalidate) in place of"
                            + " fetched anew.",
                    defaultValue = "false")
            boolean revalidate,

            @Property(
                    value = "Whether stale responses that may be served while they are fetched anew are served to the"
                            + " request that has this done, too (proxy_cache_background_update).",
                    defaultValue = "false")
            boolean background,

            @Property(
                    value =
                            "Texts with placeholders; where one is neither empty nor 0, the request is not answered from"
                                    + " the cache (proxy_cache_bypass).",
                    example = "[\"{cookie.nocache}\"]")
            List<String> bypass,

            @Property(
                    value =
                            "The same, with placeholders of the response too; the response is not kept (proxy_no_cache).",
                    example = "[\"{responseHeader.X-Private}\"]")
            List<String> noStore) {

        /** Takes copies. */
        public AsNginx {
            bypass = List.copyOf(bypass);
            noStore = List.copyOf(noStore);
        }
    }

    /** Requests that have any of these. */
    public record When(
            @Property(value = "Fields, with any value.", example = "[X-Preview]")
            List<String> headers,

            @Property(value = "Cookies, with any value.", example = "[session]")
            List<String> cookies,

            @Property(value = "Query parameters, with any value.", example = "[nocache]")
            List<String> query) {

        /** Takes copies. */
        public When {
            headers = List.copyOf(headers);
            cookies = List.copyOf(cookies);
            query = List.copyOf(query);
        }
    }

    /** When a stale response is served in place of an error. */
    public record StaleIfError(
            @Property(
                    value = "For how long after its freshness, where the response does not say so.",
                    defaultValue = "0s",
                    min = "0s",
                    max = "30d")
            Duration period,

            @Property(
                    value = "Statuses of the backend that are such an error. None given: 500, 502, 503, 504. One that"
                            + " cannot be reached always is.",
                    example = "[5xx, \"429\"]")
            List<StatusPattern> statuses) {

        /** Takes copies. */
        public StaleIfError {
            statuses = List.copyOf(statuses);
        }
    }

    /** One request to the backend for many at once. */
    public record Coalesce(
            @Property(value = "Whether requests wait for another one's response.", defaultValue = "true")
            boolean enabled,

            @Property(
                    value = "How long they wait before they ask the backend themselves.",
                    defaultValue = "5s",
                    min = "1ms",
                    max = "10m")
            Duration timeout) {}

    /** A directory for responses. */
    public record Disk(
            @Property(
                    value = "The directory, of this cache alone; made where it is not there.",
                    example = "/var/cache/sekisho")
            String path,

            @Property(value = "Most that is kept there.", defaultValue = "1GiB", min = "16MiB", max = "65536GiB")
            Size size,

            @Property(
                    value = "What is not asked for during this time is removed.",
                    defaultValue = "10m",
                    min = "1s",
                    max = "365d")
            Duration inactive) {}

    /** The ttl by pattern. */
    Map<StatusPattern, Duration> times() {
        Map<StatusPattern, Duration> times = new LinkedHashMap<>();
        ttl.forEach((status, time) -> {
            try {
                times.put(StatusPattern.parse(status), time);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("ttl." + e.getMessage(), e);
            }
        });
        return times;
    }
}
