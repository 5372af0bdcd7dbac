package dev.sekisho.dialect.kong.entity;

import java.util.Optional;

/** Where {@code {vault://env/NAME}} and deck's {@code ${{ env "DECK_NAME" }}} get their values. Thread-safe. */
@FunctionalInterface
public interface Environment {

    /** The environment variable of the name, or nothing where it is not set. */
    Optional<String> variable(String name);
}
