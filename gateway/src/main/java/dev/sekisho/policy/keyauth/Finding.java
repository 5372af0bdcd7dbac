package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import java.lang.ref.WeakReference;

/** What a store knows of a key. Immutable. */
sealed interface Finding {

    /**
     * Somebody has it.
     *
     * @param stored what the store says
     * @param known the same where those consumers are known
     * @param among the consumers of the configuration when it was looked up; what is remembered keeps no old configuration
     */
    record Found(StoredKey stored, KnownKey known, WeakReference<Consumers> among) implements Finding {}

    /** Nobody has it, or it is disabled. */
    record Unknown(boolean disabled) implements Finding {}

    /** What the store holds cannot be right. */
    record Broken() implements Finding {}

    /** The store did not say. */
    record Unavailable() implements Finding {}
}
