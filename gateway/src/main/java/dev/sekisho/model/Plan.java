package dev.sekisho.model;

import java.util.Optional;

/**
 * A class of consumers.
 *
 * @param origin where it was written
 */
public record Plan(
        @Property("Name, unique among plans.") String name,
        @Property("What it is, for people.") Optional<String> description,

        @Property("Requests that each consumer of it may send in a period, for the policy quota.")
        Optional<PlanQuota> quota,

        Origin origin) {

    /** Without a quota. */
    public Plan(String name, Optional<String> description, Origin origin) {
        this(name, description, Optional.empty(), origin);
    }
}
