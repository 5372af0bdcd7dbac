package dev.sekisho.model;

/** A policy on a route. */
public sealed interface PolicyUse {

    /** A policy of the top-level list, by its name. */
    record Named(String name, Origin origin) implements PolicyUse {}

    /** A policy written on the route itself. */
    record Inline(PolicySpec spec) implements PolicyUse {}
}
