package dev.sekisho.model;

import java.util.Optional;

/**
 * A policy with its settings: named, for routes to use, or (without a name) on every route.
 *
 * @param name the name; empty for a policy that is on every route
 * @param type the policy type, such as {@code cors}
 * @param config the settings, a record of the policy type
 * @param origin where it was written
 */
public record PolicySpec(Optional<String> name, String type, Record config, Origin origin) {}
