package dev.sekisho.telemetry.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The buckets of a histogram of times, and how one is kept: an array of counts, one per bucket and one for what is beyond
 * the last, then the sum in nanoseconds. One thread writes an array, any thread reads it and sees whole counts that never
 * go back; the request path pays two plain additions.
 */
final class Buckets {

    /** Times of whole requests. */
    static final Buckets DURATION = new Buckets(.01, .05, .1, .25, .5, 1, 2.5, 5, 10);

    /** Times of upstreams. */
    static final Buckets UPSTREAM = new Buckets(.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30);

    /** The gateway's own share, which is usually far below a millisecond. */
    static final Buckets PROCESSING =
            new Buckets(.00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1);

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final double[] bounds; // seconds, the last infinite
    private final long[] nanos;

    private Buckets(double... seconds) {
        bounds = new double[seconds.length + 1];
        nanos = new long[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            bounds[i] = seconds[i];
            nanos[i] = Math.round(seconds[i] * 1e9);
        }
        bounds[seconds.length] = Double.POSITIVE_INFINITY;
    }

    /** Upper bounds in seconds, the last infinite; not to be changed. */
    double[] bounds() {
        return bounds;
    }

    /** Number of counts. */
    int size() {
        return bounds.length;
    }

    /** An empty histogram, with room for {@code more} numbers behind it. */
    long[] create(int more) {
        return new long[bounds.length + 1 + more];
    }

    /** Counts a time; the array's owner only. */
    void observe(long[] cells, long time) {
        int i = 0;
        while (i < nanos.length && time > nanos[i]) {
            i++;
        }
        LONGS.setOpaque(cells, i, cells[i] + 1);
        LONGS.setOpaque(cells, bounds.length, cells[bounds.length] + time);
    }

    /** Adds what the histogram holds to another of the same shape, which the caller owns. */
    void addTo(long[] sum, long[] cells) {
        for (int i = 0; i <= bounds.length; i++) {
            sum[i] += (long) LONGS.getOpaque(cells, i);
        }
    }

    /** How many times were counted. */
    long count(long[] cells) {
        long count = 0;
        for (int i = 0; i < bounds.length; i++) {
            count += cells[i];
        }
        return count;
    }

    /** The sum of the times, seconds. */
    double seconds(long[] cells) {
        return cells[bounds.length] / 1e9;
    }
}
