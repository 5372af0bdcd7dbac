package dev.sekisho.dataplane.upstream.pool;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.retry.Cap;

/**
 * The place of one connection in its pool and in the cap of its upstream: taken before the connection is opened, left once.
 * On its loop only.
 */
public final class Place {

    private final ConnectionPool pool;
    private final Cap cap;
    private final boolean hoped;
    private boolean opening = true;
    private boolean left;

    /**
     * A place for a connection that is about to be opened; whoever makes it has entered the cap.
     *
     * @param hoped whether others may wait for it, since it may carry several requests at once
     */
    public Place(ConnectionPool pool, Cap cap, boolean hoped) {
        this.pool = pool;
        this.cap = cap;
        this.hoped = hoped;
        pool.opening();
    }

    /** The pool. */
    public ConnectionPool pool() {
        return pool;
    }

    /** The connection is open, and carries that many requests at once; 0 where that says nothing of those after it. */
    public void opened(int room) {
        opening = false;
        pool.opened(room);
    }

    /** The connection could not be opened. */
    public void notOpened(Reason reason) {
        if (!left) {
            left = true;
            opening = false;
            cap.leave();
            pool.notOpened(reason, hoped);
        }
    }

    /** Whether it was left, so that the connection is of no use any more. */
    public boolean isLeft() {
        return left;
    }

    /** The connection has closed; however often that is heard of. */
    public void leave(PooledConnection connection) {
        if (opening) {
            notOpened(Reason.CONNECT_REFUSED);
        } else if (!left) {
            left = true;
            cap.leave();
            pool.closed(connection);
        }
    }
}
