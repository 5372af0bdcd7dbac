package dev.sekisho.policy.ratelimit.algorithm;

import java.util.Locale;

/**
 * One limit. Immutable, thread-safe.
 *
 * @param algorithm how it counts
 * @param requests how many, 1 to {@link #MOST}; with costs: how much
 * @param period in which time
 * @param burst of a token bucket its capacity; of a leaky bucket how many wait in it beside the one in its turn; else unused
 * @param delay of a leaky bucket how many of {@code burst} pass without waiting, {@code burst} for all; else unused
 */
public record LimitRule(Algorithm algorithm, long requests, Period period, long burst, long delay) {

    /** The highest number of requests: counts have 30 bits. */
    public static final long MOST = 1_000_000_000;

    /** The highest number of requests of a sliding log, which keeps the time of each. */
    public static final int LONGEST_LOG = SlidingLog.MOST;

    /** Longest time for a bucket to fill or empty, years: times in buckets have 63 bits, the smallest part being 1/16 ns. */
    private static final long YEARS = 10;

    /** Checks bounds. */
    public LimitRule {
        check("requests", requests, 1, MOST);
        check("burst", burst, 0, MOST);
        check("delay", delay, 0, burst);
        double years = (double) Math.max(burst + 1, requests) / requests * period.nanos() / (365.25 * 86_400e9);
        if (isBucket(algorithm) && years > YEARS) {
            throw new IllegalArgumentException(
                    "burst: " + burst + " (expected: no more than flows in " + YEARS + " years at this rate)");
        }
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static boolean isBucket(Algorithm algorithm) {
        return algorithm == Algorithm.TOKEN_BUCKET || algorithm == Algorithm.LEAKY_BUCKET;
    }

    /** The most that may be admitted at one moment, and the most that one request may cost: the limit that clients are told. */
    public long capacity() {
        return switch (algorithm) {
            case TOKEN_BUCKET -> burst;
            case LEAKY_BUCKET -> burst + 1;
            case FIXED_WINDOW, SLIDING_LOG, SLIDING_WINDOW -> requests;
        };
    }

    /** In one line, such as {@code 100 a minute (token-bucket, burst 20)}. */
    public String describe() {
        String name = algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String more = switch (algorithm) {
            case TOKEN_BUCKET -> ", burst " + burst;
            case LEAKY_BUCKET -> ", burst " + burst + (delay == burst ? ", nodelay" : ", delay " + delay);
            case FIXED_WINDOW, SLIDING_LOG, SLIDING_WINDOW -> "";
        };
        return requests + " a " + period + " (" + name + more + ")";
    }
}
