package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;

/**
 * The half of an exchange that speaks with the upstream. All methods run on the exchange's event loop.
 */
public interface UpstreamCall {

    /** A piece of the request body; takes the buffer over. {@code last} ends the body. */
    void requestBody(ByteBuf piece, boolean last);

    /** A body in chunks ends here, with these trailer lines or none; takes the buffer over. */
    void requestEnd(ByteBuf trailers);

    /** No more of the request body is at hand: what was given must leave now. */
    void flush();

    /** Whether more of the request body may be given now without piling up. */
    boolean isWritable();

    /** The client takes more of the response, or none for now. */
    void clientWritable(boolean writable);

    /** The exchange is over before its response is: the call is given up, its connection not used again. */
    void cancel();
}
