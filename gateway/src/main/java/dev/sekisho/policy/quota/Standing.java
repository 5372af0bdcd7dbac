package dev.sekisho.policy.quota;

/**
 * What a request has come to. Immutable.
 *
 * @param admitted whether it was counted; else nothing was
 * @param period the one that refused it, or of which least is left
 * @param limit of that period
 * @param remaining requests that are left in it
 * @param reset when it ends, milliseconds since 1970
 */
record Standing(boolean admitted, Period period, long limit, long remaining, long reset) {

    private static final long MILLIS = 1_000; // in a second

    /** Seconds from then until its end, at least 1. */
    long seconds(long now) {
        return Math.max(1, Math.ceilDiv(reset - now, MILLIS));
    }

    /**
     * Of counts after a decision.
     *
     * @param refusing place of the period that refused, or -1
     * @param counts requests that are counted in each period
     */
    static Standing of(Allowance allowance, int refusing, long[] counts, long now) {
        int tightest = refusing;
        if (tightest < 0) {
            tightest = 0;
            for (int i = 1; i < counts.length; i++) {
                if (left(allowance, counts, i) < left(allowance, counts, tightest)) {
                    tightest = i;
                }
            }
        }
        Period period = allowance.periods()[tightest];
        return new Standing(
                refusing < 0,
                period,
                allowance.limits()[tightest],
                left(allowance, counts, tightest),
                period.end(period.window(now)));
    }

    private static long left(Allowance allowance, long[] counts, int place) {
        return Math.max(0, allowance.limits()[place] - counts[place]);
    }
}
