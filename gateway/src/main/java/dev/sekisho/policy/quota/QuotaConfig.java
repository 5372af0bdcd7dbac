package dev.sekisho.policy.quota;

import dev.sekisho.model.PlanQuota;
import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Property;
import java.util.Optional;

/** Settings of the {@code quota} policy. */
public record QuotaConfig(
        @Property(
                value = "Name of the count: policies of one name count together, also over routes.",
                defaultValue = "api",
                example = "reports")
        String name,

        @Property(
                value =
                        "Requests that a consumer may send in a period, where its plan has no quota. None given: as many as it likes.",
                example = "{ day: 1000, month: 20000 }")
        Optional<PlanQuota> limits,

        @Property(
                value = "Name of a store of kind redis that keeps the counts, for all gateways; this or file.",
                example = "shared")
        Optional<String> store,

        @Property(
                value = "File that keeps the counts, of this gateway alone; this or store.",
                example = "/var/lib/sekisho/quota")
        Optional<String> file,

        @Property(
                value =
                        "What becomes of requests while the store does not answer: pass, uncounted, or refuse, with 500.",
                defaultValue = "pass")
        Fallback onStoreFailure,

        @Property(
                value = "What becomes of requests of nobody that is known: refuse, with 401, or pass, uncounted.",
                defaultValue = "refuse")
        Fallback unknown,

        @Property(
                value =
                        "Whether responses tell limit, remaining requests and seconds until the reset in X-Quota fields.",
                defaultValue = "true")
        boolean headers)
        implements PrincipalUser {

    @Override
    public Optional<String> withoutPrincipal() {
        return Optional.of(
                unknown == Fallback.PASS
                        ? "unknown: pass: nothing is counted"
                        : "unknown: refuse: every request is refused");
    }

    /** What becomes of a request that cannot be counted. */
    public enum Fallback {
        /** It is served. */
        PASS,
        /** It is not. */
        REFUSE
    }
}
