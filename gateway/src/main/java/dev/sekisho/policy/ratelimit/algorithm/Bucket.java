package dev.sekisho.policy.ratelimit.algorithm;

/**
 * Token bucket and leaky bucket, which are one: the state is the moment at which the bucket is full again or, seen from the other side, has
 * leaked out (the "theoretical arrival time" of the generic cell rate algorithm, ITU-T I.371). A request of cost 1 moves it on by the
 * interval of the rate, and is refused where it would then be further away than the capacity takes to flow.
 *
 * <p>Of a leaky bucket, requests wait until what came before them has leaked out but for {@code delay}, as nginx's {@code limit_req} does:
 * its excess is what this bucket holds beyond the request in its turn.
 *
 * <p>Times are counted in parts of a nanosecond, 1 to 16, so that intervals such as a third of a second are exact; where even that does
 * not do they are rounded up, so that the rate is never above the configured one, and below it by less than 1/16 ns for each request.
 */
final class Bucket extends Counter {

    private static final long MOST_PARTS = 16;

    private final LimitRule rule;
    private final long parts; // of a nanosecond
    private final long interval; // for each unit of cost, parts
    private final long full; // what the capacity takes to flow, parts
    private final long free; // what need not be waited for, parts

    Bucket(LimitRule rule) {
        this.rule = rule;
        long divisor = gcd(rule.period().nanos(), rule.requests());
        long requests = rule.requests() / divisor;
        this.parts = Math.min(requests, MOST_PARTS);
        this.interval = Math.ceilDiv(rule.period().nanos() / divisor * parts, requests);
        this.full = rule.capacity() * interval;
        this.free = rule.algorithm() == Algorithm.LEAKY_BUCKET ? rule.delay() * interval : Long.MAX_VALUE;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The state behind a request, or {@link #REFUSED}. A function of its arguments. */
    long next(long state, long now, long cost) {
        if (cost > rule.capacity()) {
            return REFUSED;
        }
        long next = Math.max(state, now * parts) + cost * interval;
        return next - now * parts <= full ? next : REFUSED;
    }

    /** How long a request that found that state waits, nanoseconds. */
    long delay(long state, long now) {
        long before = Math.max(0, state - now * parts);
        return before <= free ? 0 : Math.ceilDiv(before - free, parts);
    }

    /** How much may be taken at once. */
    private long left(long state, long now) {
        return (full - Math.max(0, state - now * parts)) / interval;
    }

    @Override
    int size() {
        return 1;
    }

    @Override
    boolean fits(long[] words, int at, long now, long cost) {
        return next(thawed(get(words, at)), now, cost) != REFUSED;
    }

    @Override
    long take(long[] words, int at, long now, long cost) {
        while (true) {
            long state = get(words, at);
            if (state < 0) {
                return FROZEN;
            }
            long next = next(state, now, cost);
            if (next == REFUSED) {
                return REFUSED;
            }
            if (set(words, at, state, next)) {
                return delay(state, now);
            }
        }
    }

    @Override
    boolean giveBack(long[] words, int at, long now, long cost) {
        while (true) {
            long state = get(words, at);
            if (state < 0 || set(words, at, state, Math.max(0, state - cost * interval))) {
                return state >= 0;
            }
        }
    }

    /** What others have admitted beyond the capacity is owed, and flows before anything else is admitted. */
    @Override
    void lower(long[] words, int at, long now, long left, long reset, long own) {
        double filled = (double) reset * parts + (double) own * interval;
        long there = (long) Math.min(now * parts + filled, Long.MAX_VALUE / 2);
        while (true) {
            long state = get(words, at);
            if (state < 0 || there <= state || set(words, at, state, there)) {
                return;
            }
        }
    }

    @Override
    long left(long[] words, int at, long now) {
        return Math.max(0, left(thawed(get(words, at)), now));
    }

    @Override
    long capacity() {
        return rule.capacity();
    }

    @Override
    long reset(long[] words, int at, long now) {
        return Math.ceilDiv(Math.max(0, thawed(get(words, at)) - now * parts), parts);
    }

    @Override
    long retryAfter(long[] words, int at, long now, long cost) {
        long filled = Math.max(0, thawed(get(words, at)) - now * parts);
        long room = cost > rule.capacity() ? 0 : full - cost * interval;
        return Math.ceilDiv(Math.max(0, filled - room), parts);
    }

    @Override
    long freshAt(long[] words, int at) {
        return Math.ceilDiv(thawed(get(words, at)), parts);
    }
}
