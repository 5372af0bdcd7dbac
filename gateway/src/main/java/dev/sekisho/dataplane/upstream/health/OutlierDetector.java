package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.Outliers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Leaves out targets that do worse than the others: at once after failures in a row, and at each look where their rate of
 * success lies far below the mean. Semantics are Envoy's outlier detection; a share of the targets stays whatever they do.
 * Thread-safe; one look at a time.
 */
public final class OutlierDetector {

    private static final double ROUNDING = 1e-9; // equal rates are no outliers, whatever their mean is rounded to

    private final Outliers rules;
    private final AtomicBoolean ejecting =
            new AtomicBoolean(); // whoever finds it taken leaves the matter to the next failure
    private volatile List<TargetHealth> targets = List.of();

    /** A detector without targets. */
    public OutlierDetector(Outliers rules) {
        this.rules = rules;
    }

    /** These are the targets from now on. */
    public void targets(List<TargetHealth> all) {
        targets = List.copyOf(all);
    }

    /** Time between looks, nanoseconds. */
    public long intervalNanos() {
        return rules.interval().toNanos();
    }

    /** Whether less than that percentage of the targets is healthy, so that health is not to be looked at. */
    public static boolean panic(int healthy, int total, int thresholdPercent) {
        return healthy * 100 < thresholdPercent * total;
    }

    /** What came of a request: an answer, with no reason, or the reason why there is none. */
    public void reported(TargetHealth target, Reason reason, int status, long now) {
        Outlier outlier = target.outlier();
        if (reason == Reason.NONE && status < 500) {
            outlier.success();
            return;
        }
        int errors = outlier.error();
        boolean gateway = reason != Reason.NONE || status >= 502 && status <= 504;
        int failures = gateway ? outlier.gatewayFailure() : 0;
        if (!gateway) {
            outlier.noGatewayFailure();
        }
        if (rules.consecutive5xx() > 0 && errors >= rules.consecutive5xx()) {
            eject(target, errors + " errors in a row", now);
        } else if (rules.consecutiveGatewayFailures() > 0 && failures >= rules.consecutiveGatewayFailures()) {
            eject(target, failures + " gateway failures in a row", now);
        }
    }

    private void eject(TargetHealth target, String cause, long now) {
        if (!ejecting.compareAndSet(false, true)) {
            return;
        }
        try {
            List<TargetHealth> all = targets;
            int out = 0;
            for (int i = 0; i < all.size(); i++) {
                out += all.get(i).outlier().isEjected(now) ? 1 : 0;
            }
            boolean room = out == 0 || (out + 1) * 100 <= rules.maxEjectionPercent() * all.size();
            if (room && rules.maxEjectionPercent() > 0 && !target.outlier().isEjected(now)) {
                long longest = rules.maxEjectionTime().toNanos();
                target.eject(rules.baseEjectionTime().toNanos(), longest, now, cause);
            }
        } finally {
            ejecting.set(false);
        }
    }

    /** Readmits whose time is over, and compares the rates of success since the last look. */
    public void look(long now) {
        List<TargetHealth> all = targets;
        for (TargetHealth target : all) {
            if (target.outlier().isDue(now)) {
                target.readmit(now);
            } else if (!target.outlier().isOut()) {
                target.outlier().calm();
            }
        }
        rules.successRate().ifPresent(rate -> compare(all, rate, now));
    }

    private void compare(List<TargetHealth> all, Outliers.SuccessRate rate, long now) {
        double[] rates = new double[all.size()];
        int counted = 0;
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            long requests = all.get(i).outlier().takeRequests();
            long good = all.get(i).outlier().takeSuccesses();
            boolean enough =
                    requests >= rate.requestVolume() && !all.get(i).outlier().isOut();
            rates[i] = enough ? (double) good / requests : Double.NaN;
            counted += Double.isNaN(rates[i]) ? 0 : 1;
            sum += Double.isNaN(rates[i]) ? 0 : rates[i];
        }
        if (counted == 0 || counted < rate.minimumHosts()) {
            return;
        }
        double least = least(rates, sum / counted, counted, rate.stdevFactor());
        for (int i = 0; i < rates.length; i++) {
            if (rates[i] < least - ROUNDING) {
                eject(all.get(i), "success rate " + Math.round(rates[i] * 100) + " %", now);
            }
        }
    }

    private static double least(double[] rates, double mean, int counted, int factor) {
        double squares = 0;
        for (double each : rates) {
            squares += Double.isNaN(each) ? 0 : (each - mean) * (each - mean);
        }
        return mean - Math.sqrt(squares / counted) * factor / 1000;
    }
}
