package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which responses a shared cache may store (RFC 9111 section 3), and what for. Immutable, thread-safe.
 *
 * @param freshness how long they are fresh
 * @param ignored fields of responses that do not count, in lower case
 */
public record StorageRules(Freshness freshness, Set<String> ignored) {

    public static final HeaderName SURROGATE_CONTROL = HeaderName.of("Surrogate-Control");
    public static final HeaderName SURROGATE_KEY = HeaderName.of("Surrogate-Key");
    public static final HeaderName CDN_CACHE_CONTROL = HeaderName.of("CDN-Cache-Control");

    /** Of one connection, of one hop, or made anew for each answer. */
    static final Set<String> NEVER_KEPT = Set.of(
            "age",
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id");

    /** Takes a copy. */
    public StorageRules {
        ignored = Set.copyOf(ignored);
    }

    /** The directives that count, and whether Expires does beside them: that of the nearest audience (RFC 9213 section 2.2). */
    private record Control(CacheControl directives, boolean expires) {}

    private Control control(Headers head) {
        Optional<CacheControl> targeted = counts("surrogate-control")
                ? TargetedControl.surrogate(head.getAll(SURROGATE_CONTROL))
                : Optional.empty();
        if (targeted.isEmpty() && counts("cdn-cache-control")) {
            targeted = TargetedControl.cdn(head.getAll(CDN_CACHE_CONTROL));
        }
        if (targeted.isPresent()) {
            return new Control(targeted.get(), false);
        }
        CacheControl general =
                counts("cache-control") ? CacheControl.parse(head.getAll(HeaderName.CACHE_CONTROL)) : CacheControl.NONE;
        return new Control(general, counts("expires"));
    }

    private boolean counts(String field) {
        return !ignored.contains(field);
    }

    /**
     * What becomes of a response to a GET.
     *
     * @param personal what the request told of the client
     * @param asked the request's own directives
     */
    public Decision decide(ResponseHead response, Personal personal, CacheControl asked, Instant now) {
        Headers head = response.headers();
        Control control = control(head);
        CacheControl said = control.directives();
        Optional<String> against = against(response, said, asked);
        if (against.isPresent()) {
            return Decision.no(against.get());
        }
        boolean forAll = said.has("public") || said.has("s-maxage") || said.has("must-revalidate"); // section 3.5
        Optional<Long> explicit = Freshness.explicit(said, control.expires(), head, now);
        if (personal == Personal.IDENTITY && !forAll) {
            return Decision.no("personal");
        }
        if (personal == Personal.COOKIES && !forAll && explicit.isEmpty()) {
            return Decision.no("cookies without freshness of its own");
        }
        Optional<List<String>> vary = vary(head);
        if (vary.isEmpty()) {
            return Decision.no("Vary: *");
        }
        Set<String> omit = omit(said);
        boolean cookie = head.contains(HeaderName.SET_COOKIE) && !omit.contains("set-cookie");
        if (cookie && !said.has("public") && counts("set-cookie")) {
            return Decision.no("Set-Cookie");
        }
        omit.add("set-cookie"); // never for another client
        Lifetime lifetime = freshness.of(said, control.expires(), response.status(), head, now);
        if (lifetime.fresh() <= 0 && !isOfUse(head, said, lifetime, explicit.isPresent())) {
            return Decision.no("no freshness");
        }
        Personal audience = forAll ? Personal.IDENTITY : explicit.isPresent() ? Personal.COOKIES : Personal.NO;
        return new Decision(true, "", lifetime, vary.get(), omit, audience);
    }

    /** Whether a response that is stale from the beginning can be checked with the origin, or served while that is done. */
    private static boolean isOfUse(Headers head, CacheControl said, Lifetime lifetime, boolean explicit) {
        boolean checkable = head.contains(HeaderName.ETAG) || head.contains(HeaderName.LAST_MODIFIED);
        return (explicit || said.has("no-cache")) && (checkable || lifetime.longest() > 0);
    }

    private static Optional<String> against(ResponseHead response, CacheControl said, CacheControl asked) {
        int status = response.status();
        boolean understood = said.has("must-understand") && Freshness.HEURISTIC.contains(status);
        if (asked.has("no-store")) {
            return Optional.of("no-store of the request");
        }
        if (status < 200 || status == 206 || status == 304) {
            return Optional.of("status");
        }
        if (said.has("must-understand") && !understood) {
            return Optional.of("must-understand");
        }
        if (said.has("no-store") && !understood) {
            return Optional.of("no-store");
        }
        return said.hasWhole("private") ? Optional.of("private") : Optional.empty();
    }

    /** The names in Vary, sorted; empty for {@code *}. */
    private Optional<List<String>> vary(Headers head) {
        Set<String> names = new TreeSet<>();
        if (counts("vary")) {
            for (String value : head.getAll(HeaderName.VARY)) {
                for (String name : value.split(",", -1)) {
                    if (!name.isBlank()) {
                        names.add(name.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return names.contains("*") ? Optional.empty() : Optional.of(List.copyOf(names));
    }

    private static Set<String> omit(CacheControl said) {
        Set<String> names = new HashSet<>(NEVER_KEPT);
        names.addAll(said.fields("no-cache"));
        names.addAll(said.fields("private"));
        return names;
    }
}
