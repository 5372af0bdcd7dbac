package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Changes the body of a response while it passes, or looks at it. One object for each response, on the loop of its exchange; it
 * sees the pieces in order. Where it changes the length, whoever adds it takes Content-Length out of the head.
 */
public interface BodyFilter {

    /**
     * Takes a piece over and gives what may leave now, which is the caller's; empty for nothing yet.
     *
     * @param last whether the body ends with the piece, so that everything that is left must leave; not called again after it
     */
    ByteBuf filter(ByteBuf piece, boolean last);

    /** The upstream has no more at hand for now: gives what must not be kept back any longer. */
    default ByteBuf flush() {
        return Unpooled.EMPTY_BUFFER;
    }

    /**
     * The response is over; called exactly once, to release what is held.
     *
     * @param whole whether the last piece was filtered; else the response was cut or replaced
     */
    default void over(boolean whole) {}
}
