package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;

/**
 * The half of an exchange that speaks with the client. All methods run on the exchange's event loop; after the exchange
 * has ended they do nothing but release buffers.
 */
public interface ClientStream {

    /** Passes an interim response on (RFC 9110 section 15.2), whose head is the exchange's response head. */
    void informational(Exchange exchange);

    /**
     * Sends the exchange's response head with the first piece of the body, which it takes over; the piece may be empty.
     * Where that is the 2xx of CONNECT and more follows, bytes pass both ways from now on, as they come.
     *
     * @param last whether the body ends with the piece
     */
    void head(Exchange exchange, ByteBuf piece, boolean last);

    /** Takes a further piece of the body over; it leaves with the next {@link #flush} or {@link #end}. */
    void body(ByteBuf piece);

    /** No more of the body is at hand: what was given must leave now. */
    void flush();

    /** Ends the body, or that direction of a tunnel of CONNECT; the trailers are fields that may be sent on, without the final empty line, or empty. */
    void end(ByteBuf trailers);

    /** The upstream switched protocols: from now on bytes pass both ways as they come. */
    void tunnel(Exchange exchange, ByteBuf first);

    /** The upstream has left a tunnel of CONNECT: both directions are over, whatever the client still has to say. */
    default void tunnelOver() {
        cut();
    }

    /** Cuts the response off so that the client sees that it is not whole. */
    void cut();

    /** Whether more of the response may be sent now without piling up. */
    boolean isWritable();

    /** The upstream takes more of the request body, or none for now. */
    void upstreamWritable(boolean writable);

    /** The protocol that the client speaks, as logs name it. */
    default String protocol(RequestHead request) {
        return request.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }
}
