package dev.sekisho.dataplane.stream;

/** Sees connections and sessions of streams end. Shared by loops; must not block, and must not throw. */
public interface StreamObserver {

    /** Sees nothing. */
    StreamObserver NONE = connection -> {};

    /** The connection, or session, is over; runs on its event loop. */
    void ended(StreamConnection connection);
}
