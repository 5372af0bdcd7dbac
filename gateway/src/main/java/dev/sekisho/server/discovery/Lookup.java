package dev.sekisho.server.discovery;

import dev.sekisho.model.Dns;
import java.util.Optional;

/** Finds what a name stands for. Blocks, for a limited time. Implementations are thread-safe. */
interface Lookup extends AutoCloseable {

    /**
     * Looks up a name.
     *
     * @param host a name; one that begins with an underscore is that of a service (RFC 2782)
     * @param before the last good answer, of which parts are used where only parts can be found
     */
    Answer find(String host, Dns dns, Optional<Answer> before) throws LookupFailure, InterruptedException;

    /** Ends what is under way. */
    @Override
    default void close() {}
}
