package dev.sekisho.dataplane.upstream.balancer;

/**
 * A moving average of response times, in which a measurement loses its weight with a half-life of ten seconds. It rises at
 * once with a slower response, and sinks as slow ones grow old, so that a target that was slow is tried again. One thread
 * only.
 */
public final class LatencyAverage {

    private static final double HALF_LIFE = 10e9; // nanoseconds

    private double average;
    private long at;

    /** A response took that long. */
    public void add(long nanos, long now) {
        if (nanos >= average) {
            average = nanos;
        } else {
            double old = decay(now);
            average = average * old + nanos * (1 - old);
        }
        at = now;
    }

    /** The average, nanoseconds; 0 before the first response. */
    public long nanos(long now) {
        return (long) (average * decay(now));
    }

    private double decay(long now) {
        return Math.pow(2, (at - now) / HALF_LIFE);
    }
}
