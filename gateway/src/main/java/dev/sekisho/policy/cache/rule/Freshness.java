package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How long responses are fresh (RFC 9111 section 4.2.1). Immutable, thread-safe.
 *
 * @param ttl by status, where the response says nothing of it
 * @param heuristic whether a tenth of the time since Last-Modified counts where nothing else does
 * @param revalidate how long stale responses may be served while they are fetched anew, where the response does not say
 * @param error how long stale responses may be served where fetching fails, where the response does not say
 */
public record Freshness(Map<StatusPattern, Duration> ttl, boolean heuristic, Duration revalidate, Duration error) {

    public static final HeaderName AGE = HeaderName.of("Age");
    public static final HeaderName EXPIRES = HeaderName.of("Expires");

    /** Statuses that may be kept without being told how long (RFC 9110 section 15.1). */
    static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    private static final long HEURISTIC_SHARE = 10; // of the time since Last-Modified, RFC 9111 section 4.2.2
    private static final long HEURISTIC_MOST = Duration.ofDays(1).toMillis();

    /** Takes a copy. */
    public Freshness {
        ttl = Map.copyOf(ttl);
    }

    /**
     * The lifetime of a response.
     *
     * @param control the directives that count
     * @param expires whether Expires counts
     */
    public Lifetime of(CacheControl control, boolean expires, int status, Headers head, Instant now) {
        if (control.hasWhole("no-cache")) {
            return Lifetime.CHECK_ALWAYS;
        }
        long fresh = explicit(control, expires, head, now).orElseGet(() -> implied(status, head, now));
        boolean strict = control.has("must-revalidate") || control.has("proxy-revalidate");
        if (strict) {
            return new Lifetime(fresh, 0, 0, true);
        }
        boolean shared = control.has("s-maxage"); // implies proxy-revalidate, RFC 9111 section 5.2.2.10
        return new Lifetime(
                fresh,
                stale(control, "stale-while-revalidate", shared, revalidate),
                stale(control, "stale-if-error", shared, error),
                shared);
    }

    /** What the response itself allows counts in any case (RFC 5861), the settings only where it does not forbid it. */
    private static long stale(CacheControl control, String directive, boolean forbidden, Duration otherwise) {
        OptionalLong said = control.seconds(directive);
        return said.isPresent() ? said.getAsLong() * 1000 : forbidden ? 0 : otherwise.toMillis();
    }

    /** What the response says itself, in milliseconds; empty for nothing. */
    static Optional<Long> explicit(CacheControl control, boolean expires, Headers head, Instant now) {
        for (String directive : List.of("s-maxage", "max-age")) {
            OptionalLong seconds = control.seconds(directive);
            if (seconds.isPresent()) {
                return Optional.of(seconds.getAsLong() * 1000);
            }
        }
        if (!expires || !head.contains(EXPIRES)) {
            return Optional.empty();
        }
        List<String> values = head.getAll(EXPIRES);
        Optional<Instant> end = values.stream().distinct().count() == 1
                ? HttpTime.parse(values.getFirst(), now)
                : Optional.empty(); // it contradicts itself
        Instant date = date(head, now);
        return Optional.of(end.map(e -> Math.max(0, Duration.between(date, e).toMillis()))
                .orElse(0L));
    }

    private long implied(int status, Headers head, Instant now) {
        Optional<Duration> set = ttl(status);
        if (set.isPresent()) {
            return set.get().toMillis();
        }
        Optional<Instant> modified = head.get(HeaderName.LAST_MODIFIED).flatMap(text -> HttpTime.parse(text, now));
        if (!heuristic || modified.isEmpty() || !HEURISTIC.contains(status)) {
            return 0;
        }
        long since = Duration.between(modified.get(), date(head, now)).toMillis();
        return Math.clamp(since / HEURISTIC_SHARE, 0, HEURISTIC_MOST);
    }

    /** The most exact pattern that covers the status says it. */
    Optional<Duration> ttl(int status) {
        return ttl.entrySet().stream()
                .filter(entry -> entry.getKey().contains(status))
                .min(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.to() - a.from(), b.to() - b.from())))
                .map(Map.Entry::getValue);
    }

    private static Instant date(Headers head, Instant now) {
        return head.get(HeaderName.DATE)
                .flatMap(text -> HttpTime.parse(text, now))
                .orElse(now);
    }

    /**
     * The age of a response as it comes in (RFC 9111 section 4.2.3), milliseconds.
     *
     * @param delay time from asking to the head
     */
    public static long initialAge(Headers head, Duration delay, Instant now) {
        long apparent = Math.max(0, Duration.between(date(head, now), now).toMillis());
        String age = head.get(AGE).orElse("");
        int comma = age.indexOf(','); // of a list the first counts, RFC 9111 section 5.1
        long told = CacheControl.seconds((comma < 0 ? age : age.substring(0, comma)).strip(), 0) * 1000;
        return Math.max(apparent, told + delay.toMillis());
    }
}
