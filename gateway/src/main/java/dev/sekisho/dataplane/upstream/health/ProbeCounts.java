package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.model.ActiveHealth;
import java.util.Arrays;

/** Counts results of probes in a row. Probes of one target follow one another, so one thread at a time. */
final class ProbeCounts {

    private final int[] inRow = new int[ProbeResult.values().length];

    /** One more result; gives how many of its kind came since the last that ended its row. Good ones count while down. */
    int count(ProbeResult result, boolean down) {
        if (result == ProbeResult.GOOD) {
            int goods = down ? inRow[result.ordinal()] + 1 : 0;
            Arrays.fill(inRow, 0);
            inRow[result.ordinal()] = goods;
            return goods;
        }
        inRow[ProbeResult.GOOD.ordinal()] = 0;
        return ++inRow[result.ordinal()];
    }

    static int limit(ActiveHealth.Unhealthy limits, ProbeResult result) {
        return switch (result) {
            case GOOD -> 0;
            case BAD_STATUS -> limits.httpFailures();
            case TCP_FAILURE -> limits.tcpFailures();
            case TIMEOUT -> limits.timeouts();
        };
    }
}
