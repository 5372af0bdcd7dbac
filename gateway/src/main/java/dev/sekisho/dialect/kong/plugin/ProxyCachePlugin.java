package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code proxy-cache}: answers from what the service has said before. Without {@code cache_control} every response of the given statuses
 * and types is fresh for {@code cache_ttl}, whatever it says itself but by Vary; each consumer has responses of its own.
 */
final class ProxyCachePlugin implements Plugin {

    private static final List<String> WHATEVER_IT_SAYS =
            List.of("Cache-Control", "Expires", "Set-Cookie", "Surrogate-Control", "CDN-Cache-Control");

    private static final Schema SCHEMA = Schema.of(
            Field.wholes("response_code", 200L, 301L, 404L).between(200, 599),
            Field.texts("request_method", "GET", "HEAD"),
            Field.texts("content_type", "text/plain", "application/json"),
            Field.whole("cache_ttl", 300).between(1, 315_360_000),
            Field.text("strategy", "memory").oneOf("memory"),
            Field.flag("cache_control", false),
            Field.flag("ignore_uri_case", false)
                    .refused("paths that differ in case have responses of their own", "leave it at false"),
            Field.whole("storage_ttl").idle("what is not fresh any more is not served, so it need not be kept"),
            Field.record(
                    "memory",
                    Field.text("dictionary_name", "kong_db_cache").idle("the gateway's memory has no dictionaries")),
            Field.texts("vary_query_params"),
            Field.texts("vary_headers"),
            Field.record(
                    "response_headers",
                    Field.flag("age", true)
                            .refused(
                                    "Age belongs to every stored response, RFC 9111 section 5.1",
                                    "take it out by response-transformer"),
                    Field.flag("X-Cache-Status", true),
                    Field.flag("X-Cache-Key", true).idle("keys are told to no client")));

    @Override
    public String name() {
        return "proxy-cache";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `cache`; `X-Cache-Status` says `MISS`, `HIT`, `EXPIRED`, `BYPASS`, where Kong writes `Miss`,"
                + " `Hit`, `Refresh`, `Bypass`; responses to requests with `Authorization` are kept only where they allow"
                + " it or a consumer is known (RFC 9111 section 3.5), and `Vary` counts";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        boolean control = settings.flag("cache_control");
        if (control) {
            into.differs(
                    settings,
                    "cache_control",
                    "a response that says how long it is fresh is kept whatever its status, where Kong asks"
                            + " response_code too",
                    "");
        }
        Map<String, Object> values = new HashMap<>();
        values.put("ttl", control ? Map.of() : times(settings));
        values.put("methods", methods(settings, into));
        values.put("key", key(settings, into));
        values.put("varyByHeaders", settings.texts("vary_headers"));
        values.put("contentTypes", settings.texts("content_type"));
        values.put("clientDirectives", control ? "honour" : "ignore");
        values.put("ignore", control ? List.of() : WHATEVER_IT_SAYS);
        values.put("cookies", "ignore");
        values.put("statusHeader", settings.part("response_headers").flag("X-Cache-Status") ? "X-Cache-Status" : "");
        into.policy("cache", values);
    }

    private static Map<String, Duration> times(Settings settings) {
        Map<String, Duration> times = new LinkedHashMap<>();
        Duration fresh = Duration.ofSeconds(settings.whole("cache_ttl").orElse(300L));
        settings.wholes("response_code").forEach(status -> times.put(Long.toString(status), fresh));
        return times;
    }

    private static List<String> methods(Settings settings, Translation into) {
        List<String> methods = new ArrayList<>();
        for (String method : settings.texts("request_method")) {
            String name = method.toUpperCase(Locale.ROOT);
            if (name.equals("GET") || name.equals("HEAD")) {
                methods.add(name);
            } else {
                into.refuse(
                        settings,
                        "request_method",
                        "a response to " + Shown.text(name) + " stands for no other request, RFC 9110 section 9.2.3",
                        "use GET and HEAD");
            }
        }
        return methods;
    }

    /** Of the query all parameters, or those that are given, each with its name. */
    private static String key(Settings settings, Translation into) {
        List<String> parameters = settings.texts("vary_query_params");
        String query = "{query}";
        if (!parameters.isEmpty()) {
            StringBuilder some = new StringBuilder();
            for (String name : parameters) {
                if (name.matches("[^{}\\s]+")) {
                    some.append(' ')
                            .append(Templates.plain(name))
                            .append("={query.")
                            .append(name)
                            .append('}');
                } else {
                    into.wrong(settings, "vary_query_params", name, "a name without blanks and braces");
                }
            }
            query = some.toString();
        }
        return "{method} {scheme}://{host}{path}" + query + (into.knowsClients() ? " {consumer}" : "");
    }
}
