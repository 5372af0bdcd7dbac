package dev.sekisho.model;

import java.util.Optional;

/**
 * A policy with its settings: named, for routes to use, or (without a name) on every route. Several of one type that differ in their
 * audience are variants, of which a request gets the first that is meant for whoever sends it, see docs/policies.md.
 *
 * @param name the name; empty for a policy that is on every route
 * @param type the policy type, such as {@code cors}
 * @param config the settings, a record of the policy type
 * @param audience for whom it is
 * @param origin where it was written
 */
public record PolicySpec(Optional<String> name, String type, Record config, Audience audience, Origin origin) {

    /** One that is for everybody. */
    public PolicySpec(Optional<String> name, String type, Record config, Origin origin) {
        this(name, type, config, Audience.ALL, origin);
    }
}
