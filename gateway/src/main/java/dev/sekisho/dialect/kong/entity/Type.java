package dev.sekisho.dialect.kong.entity;

import java.util.List;
import java.util.function.Supplier;

/** What a field may hold. Immutable. */
public sealed interface Type {

    /** Text. */
    record Text() implements Type {}

    /** One of some words. */
    record Choice(List<String> words) implements Type {}

    /** A whole number within bounds. */
    record Whole(long min, long max) implements Type {}

    /** A number within bounds. */
    record Decimal(double min, double max) implements Type {}

    /** True or false. */
    record Truth() implements Type {}

    /** A list. */
    record ListOf(Type element) implements Type {}

    /** A mapping with keys of the author's. */
    record MapOf(Type value) implements Type {}

    /** A mapping with known keys; a supplier, since entities hold each other. */
    record Fields(Supplier<Schema> schema) implements Type {}

    /** Another entity: its name or id as text, or a mapping with one of {@code name}, {@code username}, {@code id}. */
    record Reference() implements Type {}

    /** Whatever stands there. */
    record Raw() implements Type {}
}
