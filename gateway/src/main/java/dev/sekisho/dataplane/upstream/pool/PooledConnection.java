package dev.sekisho.dataplane.upstream.pool;

/** A connection that a pool keeps. On its loop only. */
public interface PooledConnection {

    /** Whether it is open and young enough to serve another request; {@code now} is a {@link System#nanoTime} value. */
    boolean isUsable(long now);

    /** Closes it. */
    void discard();

    /** Somebody waits for a connection, and this one is free: it serves that one next. */
    interface Waiter<C extends PooledConnection> {
        /** Takes the connection. */
        void take(C connection);

        /** A connection may be opened in place of one that closed. */
        void mayOpen();
    }
}
