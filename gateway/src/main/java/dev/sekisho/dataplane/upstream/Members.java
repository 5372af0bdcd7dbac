package dev.sekisho.dataplane.upstream;

import java.util.List;

/**
 * The targets of an upstream at one moment. Immutable; another one takes its place when discovery finds something else.
 *
 * @param all the targets, in the order of the configuration
 * @param unresolved whether the name of some target has never been resolved
 */
public record Members(List<Member> all, boolean unresolved) {

    /** Nobody yet. */
    public static final Members NONE = new Members(List.of(), true);

    /** Keeps a copy. */
    public Members {
        all = List.copyOf(all);
    }
}
