package dev.sekisho.policy.json;

import java.util.List;

/**
 * Edits that are done in one way through a text: none of them changes what another one finds. Immutable, thread-safe.
 *
 * @param edits the edits
 * @param slots how many values are noted
 */
record Pass(List<Edit> edits, int slots) {

    Pass {
        edits = List.copyOf(edits);
    }

    /** The text with the edits done; it must be one that {@link JsonCheck} has found good. */
    byte[] apply(byte[] text, Notes notes) {
        return edits.isEmpty() ? text : new PassRun(text, this, notes).run();
    }

    /** Whether only what the edits name stays. */
    boolean keepsOnly() {
        return !edits.isEmpty() && edits.getFirst().action() instanceof Edit.Keep;
    }
}
