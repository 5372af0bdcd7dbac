package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.conditional.HttpTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which responses nginx's proxy_cache keeps, and how long (nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid):
 * X-Accel-Expires goes before Cache-Control, that before Expires, and these before what the settings say by status. What a
 * request says of its client does not count. Immutable, thread-safe.
 *
 * @param freshness the times of the settings: by status, while fetched anew, and where fetching fails
 * @param ignored fields of responses that do not count, in lower case
 */
public record NginxRules(Freshness freshness, Set<String> ignored) {

    /** Seconds, or {@code @} and a time of Unix. */
    public static final HeaderName ACCEL_EXPIRES = HeaderName.of("X-Accel-Expires");

    private static final List<String> AGAINST = List.of("no-cache", "no-store", "private");
    private static final int MOST_DIGITS = 12;

    /** Fields that are not kept: a cookie is never for another client; Age stays as it came. */
    private static final Set<String> OMITTED = omitted();

    private static Set<String> omitted() {
        Set<String> names = new HashSet<>(StorageRules.NEVER_KEPT);
        names.remove("age");
        names.add("set-cookie");
        return Set.copyOf(names);
    }

    /** Takes a copy. */
    public NginxRules {
        ignored = Set.copyOf(ignored);
    }

    private boolean counts(String field) {
        return !ignored.contains(field);
    }

    /** What becomes of a response to a GET. */
    public Decision decide(ResponseHead response, Instant now) {
        Headers head = response.headers();
        int status = response.status();
        if (status < 200 || status == 206 || status == 304) {
            return Decision.no("status");
        }
        if (counts("set-cookie") && head.contains(HeaderName.SET_COOKIE)) {
            return Decision.no("Set-Cookie");
        }
        Optional<List<String>> vary = vary(head);
        if (vary.isEmpty()) {
            return Decision.no("Vary: *");
        }
        CacheControl said = said(head);
        long fresh = fresh(said, head, now)
                .orElseGet(() -> freshness.ttl(status).map(Duration::toMillis).orElse(0L));
        if (fresh <= 0) {
            return Decision.no("no validity");
        }
        return new Decision(true, "", lifetime(fresh, said), vary.get(), OMITTED, Personal.IDENTITY);
    }

    /** Whether a response says itself that it is not to be kept, so that nginx evaluates no conditions with it. */
    public boolean refuses(ResponseHead response, Instant now) {
        Headers head = response.headers();
        OptionalLong fresh = fresh(said(head), head, now);
        return counts("set-cookie") && head.contains(HeaderName.SET_COOKIE)
                || vary(head).isEmpty()
                || fresh.isPresent() && fresh.getAsLong() <= 0;
    }

    private CacheControl said(Headers head) {
        return counts("cache-control") ? CacheControl.parse(head.getAll(HeaderName.CACHE_CONTROL)) : CacheControl.NONE;
    }

    private Lifetime lifetime(long fresh, CacheControl said) {
        long revalidate = millis(said.seconds("stale-while-revalidate"));
        long error = said.has("stale-if-error") ? millis(said.seconds("stale-if-error")) : revalidate;
        return new Lifetime(
                fresh,
                Math.max(revalidate, freshness.revalidate().toMillis()),
                Math.max(error, freshness.error().toMillis()),
                false);
    }

    private static long millis(OptionalLong seconds) {
        return seconds.orElse(0) * 1000;
    }

    /** Milliseconds that a response says itself, 0 for not at all; nothing where it says nothing. */
    private OptionalLong fresh(CacheControl said, Headers head, Instant now) {
        OptionalLong accel =
                counts("x-accel-expires") ? accel(head.get(ACCEL_EXPIRES).orElse(""), now) : OptionalLong.empty();
        if (accel.isPresent()) {
            return accel;
        }
        if (counts("cache-control") && isAgainst(head)) {
            return OptionalLong.of(0);
        }
        for (String directive : List.of("s-maxage", "max-age")) {
            if (said.has(directive)) {
                return OptionalLong.of(millis(said.seconds(directive)));
            }
        }
        if (counts("expires") && head.contains(Freshness.EXPIRES)) {
            return OptionalLong.of(head.get(Freshness.EXPIRES)
                    .flatMap(text -> HttpTime.parse(text, now))
                    .map(end -> Math.max(0, Duration.between(now, end).toMillis()))
                    .orElse(0L));
        }
        return OptionalLong.empty();
    }

    /** nginx looks for these words anywhere in the field. */
    private static boolean isAgainst(Headers head) {
        for (String value : head.getAll(HeaderName.CACHE_CONTROL)) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (AGAINST.stream().anyMatch(lower::contains)) {
                return true;
            }
        }
        return false;
    }

    private static OptionalLong accel(String text, Instant now) {
        boolean absolute = text.startsWith("@");
        String digits = absolute ? text.substring(1) : text;
        boolean number = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return OptionalLong.empty();
        }
        long millis = Long.parseLong(digits) * 1000;
        return OptionalLong.of(absolute ? Math.max(0, millis - now.toEpochMilli()) : millis);
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
}
