package dev.sekisho.dataplane.upstream.pool;

import dev.sekisho.dataplane.Reason;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one target. The one used last is used first, so that the others grow old and
 * close; one that carries several requests is filled before another is used. One thread only, though counts may be read
 * from others, a moment late.
 */
public final class ConnectionPool {

    private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<PooledConnection> shared = new ArrayDeque<>(0); // in use, with room for more
    private final ArrayDeque<PooledConnection> clearing = new ArrayDeque<>(0); // for nobody, soon free
    private final ArrayDeque<PooledConnection.Waiter> waiters = new ArrayDeque<>();
    private boolean retired;
    private int connecting;
    private int room; // requests that the connection opened last carries at once; 0 before the first
    private volatile int open;
    private volatile int idleCount;

    /** A connection that is fit for another request, or null. */
    public @Nullable PooledConnection acquire(long now) {
        for (PooledConnection next = shared.peekFirst(); next != null; next = shared.peekFirst()) {
            if (next.isUsable(now)) {
                return next;
            }
            shared.pollFirst();
            next.discard();
        }
        for (PooledConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            idleCount = idle.size();
            if (next.isUsable(now)) {
                return next;
            }
            next.discard();
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
    void opening() {
        open++;
        connecting++;
    }

    /** A connection was opened, and carries that many requests at once; 0 where that says nothing of others. */
    void opened(int carries) {
        connecting--;
        room = carries == 0 ? room : carries;
    }

    /** A connection could not be opened; where it was the only hope of those who wait, none of them has to try. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    void notOpened(Reason reason, boolean hoped) {
        open--;
        connecting--;
        if (open > 0 || !hoped) {
            mayOpen();
            return;
        }
        for (int left = waiters.size(); left > 0 && !waiters.isEmpty(); left--) {
            waiters.removeFirst().cannotOpen(reason);
        }
    }

    /** A connection has closed; one who waits may open another. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    void closed(PooledConnection connection) {
        open--;
        shared.remove(connection);
        clearing.remove(connection);
        if (idle.remove(connection)) {
            idleCount = idle.size();
        }
        mayOpen();
    }

    private void mayOpen() {
        PooledConnection.Waiter waiter = waiters.pollFirst();
        if (waiter != null) {
            waiter.mayOpen();
        }
    }

    /**
     * Whether those being opened have room for another one who waits.
     *
     * @param hoped requests that a connection carries at once, as long as none was opened
     */
    public boolean isRoomComing(int hoped) {
        int each = room == 0 ? hoped : room;
        return connecting > 0 && waiters.size() < (long) connecting * (each - 1); // one is for who opens it
    }

    /** Has those who wait open more connections, up to {@code size}, where those being opened will not do. */
    public void grow(int size) {
        while (!waiters.isEmpty() && open < size && !isRoomComingForAll()) {
            if (!waiters.getFirst().tryOpen()) {
                return;
            }
        }
    }

    private boolean isRoomComingForAll() {
        return connecting > 0 && waiters.size() <= (long) connecting * (room - 1);
    }

    /** The first who waits, who does so no longer; or null. */
    public PooledConnection.@Nullable Waiter pollWaiter() {
        return waiters.pollFirst();
    }

    /** A connection in use has room for more. */
    public void share(PooledConnection connection) {
        if (!retired) {
            shared.addFirst(connection);
        }
    }

    /** It has no more. */
    public void unshare(PooledConnection connection) {
        shared.remove(connection);
    }

    /**
     * Takes a connection back that serves nobody: gives it to the first who waits, else keeps it.
     *
     * @return whether it was handed on, or, with {@code maxIdle} kept already, must be closed by the caller
     */
    public Release release(PooledConnection connection, int maxIdle) {
        clearing.remove(connection);
        PooledConnection.Waiter waiter = waiters.pollFirst();
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

    /**
     * A connection is about to read the rest of a response that nobody wants any more; false where somebody waits for its
     * place.
     */
    public boolean clears(PooledConnection connection) {
        boolean room = waiters.isEmpty() && !retired;
        if (room) {
            clearing.addLast(connection);
        }
        return room;
    }

    /** Waits for a connection; one that is kept for nobody makes room. */
    public void await(PooledConnection.Waiter waiter) {
        waiters.addLast(waiter);
        PooledConnection oldest = clearing.pollFirst();
        if (oldest != null) {
            oldest.discard();
        }
    }

    /** Waits no longer. */
    public void giveUp(PooledConnection.Waiter waiter) {
        waiters.remove(waiter);
    }

    /** Closes all connections that serve nobody, those in use when they are done, and keeps none from now on. */
    public void retire() {
        retired = true;
        drain(idle);
        drain(shared);
        drain(clearing);
        idleCount = 0;
    }

    private static void drain(ArrayDeque<PooledConnection> connections) {
        for (PooledConnection next = connections.pollFirst(); next != null; next = connections.pollFirst()) {
            next.discard();
        }
    }

    /** Whether none is kept any more. */
    public boolean isRetired() {
        return retired;
    }
}
