package dev.sekisho.dataplane.websocket;

/** What a {@link FrameFilter} tells of the frames that it sees. */
interface FrameEvents {

    /** A message has passed, all of it. */
    void message();

    /**
     * Whether a pong answers a ping that did not come from the other side, which must not see it then. The payload is the
     * {@code length} bytes from {@code from}, each combined with the key unless that is 0 (RFC 6455 section 5.3).
     */
    boolean isOwnPong(byte[] bytes, int from, int length, int key);
}
