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
        Origin origin) {}
