package dev.sekisho.dataplane.upstream.pool;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.wire.RequestStream;

/** A connection that a pool keeps: one that carries a request at a time, or several. On its loop only. */
public interface PooledConnection {

    /** Whether it is open, young enough and free to carry another request; {@code now} is a {@link System#nanoTime} value. */
    boolean isUsable(long now);

    /** Whether it carries no request. */
    boolean isIdle();

    /** What carries the next request, which is begun at once. */
    RequestStream stream();

    /** It was opened for somebody who does not want it any more, and has carried nothing. */
    void unwanted();

    /** It takes no further request, and closes once it carries none. */
    void discard();

    /** Somebody who waits for a connection. */
    interface Waiter {
        /** This one is free: takes it for the request. */
        void take(PooledConnection connection);

        /** A connection may be opened in place of one that closed. */
        void mayOpen();

        /** A connection may be opened beside the others; false where a limit forbids it, and it goes on waiting. */
        boolean tryOpen();

        /** The connection that was hoped for could not be opened. */
        void cannotOpen(Reason reason);
    }
}
