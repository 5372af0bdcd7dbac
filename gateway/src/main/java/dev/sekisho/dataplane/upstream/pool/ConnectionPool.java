package dev.sekisho.dataplane.upstream.pool;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one target. The one used last is used first, so that the others grow old and
 * close. One thread only, though counts may be read from others, a moment late.
 *
 * @param <C> the connections
 */
public final class ConnectionPool<C extends PooledConnection> {

    private final ArrayDeque<C> idle = new ArrayDeque<>();
    private final ArrayDeque<PooledConnection.Waiter<C>> waiters = new ArrayDeque<>();
    private boolean retired;
    private volatile int open;
    private volatile int idleCount;

    /** An idle connection that is fit for use, or null. */
    public @Nullable C acquire(long now) {
        for (C connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            idleCount = idle.size();
            if (connection.isUsable(now)) {
                return connection;
            }
            connection.discard();
        }
        return null;
    }

    /** Connections open or being opened. */
    public int open() {
        return open;
    }

    /** Connections that serve nobody at the moment. */
    public int idle() {
        return idleCount;
    }

    /** A connection is being opened. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    public void opening() {
        open++;
    }

    /** A connection has closed, or could not be opened; one who waits may open another. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    public void closed(C connection) {
        open--;
        if (idle.remove(connection)) {
            idleCount = idle.size();
        }
        PooledConnection.Waiter<C> waiter = waiters.pollFirst();
        if (waiter != null) {
            waiter.mayOpen();
        }
    }

    /**
     * Takes a free connection back: gives it to the first who waits, else keeps it.
     *
     * @return false where it was handed on or, with {@code maxIdle} kept already, must be closed by the caller
     */
    public Release release(C connection, int maxIdle) {
        PooledConnection.Waiter<C> waiter = waiters.pollFirst();
        if (waiter != null) {
            waiter.take(connection);
            return Release.HANDED_ON;
        }
        if (retired || idle.size() >= maxIdle) {
            return Release.FULL;
        }
        idle.addFirst(connection);
        idleCount = idle.size();
        return Release.KEPT;
    }

    /** What became of a free connection. */
    public enum Release {
        /** It is idle in the pool. */
        KEPT,
        /** It serves somebody who waited. */
        HANDED_ON,
        /** There is no room for it. */
        FULL
    }

    /** Waits for a connection. */
    public void await(PooledConnection.Waiter<C> waiter) {
        waiters.addLast(waiter);
    }

    /** Waits no longer. */
    public void giveUp(PooledConnection.Waiter<C> waiter) {
        waiters.remove(waiter);
    }

    /** Closes all idle connections, and keeps none from now on. */
    public void retire() {
        retired = true;
        for (C connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.discard();
        }
        idleCount = 0;
    }
}
