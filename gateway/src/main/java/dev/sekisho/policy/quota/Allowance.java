package dev.sekisho.policy.quota;

import dev.sekisho.model.PlanQuota;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * What somebody may use up. Immutable.
 *
 * @param periods those with a limit, the longest first: where several are used up, it is the one that says when to come again
 * @param limits their limits, requests
 */
@SuppressWarnings("ArrayRecordComponent") // read for each request, compared by nobody
record Allowance(Period[] periods, long[] limits) {

    static Allowance of(PlanQuota quota) {
        Period[] periods = Arrays.stream(Period.values())
                .filter(period -> period.of(quota).isPresent())
                .sorted(Comparator.reverseOrder())
                .toArray(Period[]::new);
        return new Allowance(
                periods,
                Arrays.stream(periods)
                        .mapToLong(period -> period.of(quota).orElseThrow())
                        .toArray());
    }

    boolean isUnlimited() {
        return periods.length == 0;
    }

    /** In words. */
    String label() {
        return Arrays.stream(Period.values())
                .filter(period -> Arrays.asList(periods).contains(period))
                .map(period -> limits[Arrays.asList(periods).indexOf(period)] + " a " + period.label())
                .collect(Collectors.joining(", "));
    }
}
