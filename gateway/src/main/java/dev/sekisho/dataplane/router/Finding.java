package dev.sekisho.dataplane.router;

import dev.sekisho.model.Origin;

/**
 * Something about two routes that whoever wrote them should know. Immutable, thread-safe.
 *
 * @param kind what it is
 * @param route name of the route that loses
 * @param at where that route was written
 * @param other name of the route that takes its requests
 * @param otherAt where the other route was written
 * @param reason the same in words
 */
public record Finding(Kind kind, String route, Origin at, String other, Origin otherAt, String reason) {

    /** Kinds of findings. */
    public enum Kind {
        /** The route is never reached: others take every request that it fits. */
        SHADOWED,
        /** Both fit some request equally well, and only the order in the file decides. */
        AMBIGUOUS
    }
}
