package dev.sekisho.dataplane.upstream.wire;

import io.netty.buffer.ByteBuf;

/**
 * What carries one request to a target and its response back: a connection of HTTP/1.1 until the response is whole, or one
 * stream of HTTP/2. Buffers are taken over. On the connection's loop only.
 */
public interface RequestStream {

    /**
     * Sends the head of a request; what comes of it goes to the sink from now on, though not before this returns.
     *
     * @param target host and port of the target, for a request that names no host; not to be changed
     */
    void begin(ResponseSink sink, byte[] target);

    /**
     * Takes a piece of the request body, or of what passes through a tunnel.
     *
     * @param last whether the body ends with it; never where it is {@code chunked}
     * @param chunked whether the length of the body is not known beforehand
     */
    void requestBody(ByteBuf piece, boolean last, boolean chunked);

    /** Ends a body whose length was not known; takes its trailer lines, or none. */
    void requestEnd(ByteBuf trailers);

    /** No more of the request is at hand: what was given must leave now. */
    void flush();

    /** Whether more of the request may be given now without piling up; where not, the sink hears when it may. */
    boolean isWritable();

    /** The client takes more of the response, or none for now. */
    void clientWritable(boolean writable);

    /** The request is given up; the sink hears no more. */
    void abort();
}
