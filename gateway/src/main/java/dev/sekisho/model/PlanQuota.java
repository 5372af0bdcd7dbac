package dev.sekisho.model;

import java.util.Optional;

/** How many requests are allowed in each minute, hour, day and month of UTC; a period that is left out has no limit. */
public record PlanQuota(
        @Property(value = "Requests in each minute.", min = "1", max = "10000000000")
        Optional<Long> minute,

        @Property(value = "Requests in each hour.", min = "1", max = "10000000000")
        Optional<Long> hour,

        @Property(value = "Requests in each day of UTC.", min = "1", max = "10000000000", example = "1000")
        Optional<Long> day,

        @Property(value = "Requests in each calendar month of UTC.", min = "1", max = "10000000000")
        Optional<Long> month) {

    /** No limit at all. */
    public static final PlanQuota NONE =
            new PlanQuota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
