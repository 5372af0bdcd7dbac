package dev.sekisho.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The user's folder for what programs remember (XDG Base Directory Specification, {@code XDG_STATE_HOME}). */
final class StateFolder {

    private StateFolder() {}

    /** Ours in it; empty for a user without a home. */
    static Optional<Path> ofUser() {
        return of(set("XDG_STATE_HOME"), set("HOME"));
    }

    /** A relative XDG_STATE_HOME is to be ignored, says the specification. */
    static Optional<Path> of(Optional<String> stateHome, Optional<String> home) {
        return stateHome
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> home.map(h -> Path.of(h, ".local", "state")))
                .map(folder -> folder.resolve("sekisho"));
    }

    private static Optional<String> set(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
    }
}
