package dev.sekisho.dataplane.upstream.wire;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * Where a connection to an upstream, of whatever protocol, delivers the response to the one request that it carries. It
 * ends with exactly one of {@link #whole}, {@link #end} and {@link #failed}; the connection is free, or closed, before it
 * calls one of these, and does not call again. Buffers are taken over. On the connection's loop only.
 */
public interface ResponseSink {

    /** The request that is answered. */
    RequestHead request();

    /** Where the connection puts the head of a response before it reports it. */
    ResponseHead response();

    /** Longest wait for the response, or a piece of it, nanoseconds. */
    long readNanos();

    /** Longest pause in a stream of events, nanoseconds; 0 for no limit. */
    long eventNanos();

    /** The head is that of an interim response (RFC 9110 section 15.2). */
    void interim();

    /** The upstream switched protocols; {@code first} is what came behind the head, or empty. */
    void tunnel(ByteBuf first);

    /** The final head, and the first piece of its body, or an empty one; more follows. */
    void head(ByteBuf piece);

    /** The final head with all of its body, and trailer lines or none. */
    void whole(ByteBuf body, ByteBuf trailers);

    /** Whether the head has not left yet, so that no more of the body can be taken for now. */
    boolean isHeld();

    /** A further piece of the body, or of what passes through a tunnel. */
    void body(ByteBuf piece);

    /** No more is at hand: what was given must leave now. */
    void flush();

    /** The last piece of the body, or an empty one, and trailer lines or none. */
    void end(ByteBuf piece, ByteBuf trailers);

    /** The connection takes more of the request body, now that it did not for a while. */
    void ready();

    /** There is no response, or no more of it. {@link Reason#UPSTREAM_RESET} where nothing of a final one came. */
    void failed(Reason reason);
}
