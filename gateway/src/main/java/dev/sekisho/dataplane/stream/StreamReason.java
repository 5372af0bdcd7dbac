package dev.sekisho.dataplane.stream;

/** Why a stream's connection or datagram came to nothing, where no target is at fault. */
enum StreamReason {
    /** As many connections or sessions as allowed are open. */
    LIMIT("stream.limit"),
    /** Clients of this address are not served. */
    DENIED("stream.denied"),
    /** No well-formed ClientHello came in time. */
    HELLO("stream.client_hello"),
    /** No upstream serves the name that was asked for. */
    NAME("stream.sni"),
    /** The TLS handshake with the client failed. */
    HANDSHAKE("stream.handshake"),
    /** Nothing happened for too long. */
    IDLE("stream.idle"),
    /** A connection of the client ended by a reset. */
    CLIENT_RESET("stream.client_reset"),
    /** The peer sent no PROXY protocol header that is believed, where one is required, or one that is not; for the log. */
    PROXY_PROTOCOL("stream.proxy_protocol"),
    /** The gateway went away, or closed the sessions of a stream that a reload changed; for the log. */
    CUT("stream.cut"),
    /** A datagram is longer than allowed. */
    DATAGRAM("stream.datagram_too_long"),
    /** A datagram found the other side's buffers full. */
    DROPPED("stream.datagram_dropped");

    private final String code;

    StreamReason(String code) {
        this.code = code;
    }

    /** The reason label of metrics and the reason in the access log; stable. */
    String code() {
        return code;
    }
}
