package dev.sekisho.dataplane.listener;

/** A client's connection, of whatever protocol, as its listener sees it. On its loop only. */
public interface ClientConnection {

    /** Closes it if no request is under way; for draining. */
    void closeIfIdle();

    /** Ends WebSockets in good order: each side is sent a close frame. */
    default void endWebSockets() {}

    /** The gateway is going away: what the protocol has to say about that is said now. */
    default void drain() {}
}
