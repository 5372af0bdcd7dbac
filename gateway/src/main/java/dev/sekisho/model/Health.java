package dev.sekisho.model;

import java.util.Optional;

/** How it is found out which targets can serve. */
public record Health(
        @Property("Probes sent by the gateway; left out, none.")
        Optional<ActiveHealth> active,

        @Property("What the answers to requests tell; left out, nothing.")
        Optional<PassiveHealth> passive,

        @Property("Targets that do worse than the others are left out for a while; left out, none.")
        Optional<Outliers> outliers,

        @Property(
                value = "Where less than this percentage of the targets is healthy, all are used, as Envoy's panic "
                        + "threshold (there 50); 0 for never.",
                defaultValue = "0",
                min = "0",
                max = "100")
        int panicThreshold,

        @Property(
                value = "Status of the answer where no target may be asked: 503, or 502 as with nginx.",
                defaultValue = "503",
                min = "500",
                max = "599")
        int noTargetStatus) {

    /** One that answers 503 where no target may be asked. */
    public Health(
            Optional<ActiveHealth> active,
            Optional<PassiveHealth> passive,
            Optional<Outliers> outliers,
            int panicThreshold) {
        this(active, passive, outliers, panicThreshold, 503);
    }
}
