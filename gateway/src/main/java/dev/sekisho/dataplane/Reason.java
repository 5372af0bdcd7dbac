package dev.sekisho.dataplane;

/**
 * Why the gateway itself answered, or cut an exchange short: the {@code reason} of the access log and of error bodies.
 * Each carries the side at fault and the status.
 */
public enum Reason {
    /** Nothing went wrong. */
    NONE("", Side.NONE, 200, ""),

    // Framing of requests, RFC 9112 sections 5 to 7
    HEAD_MALFORMED("head.malformed", Side.CLIENT, 400, "The request head is malformed."),
    LINE_FEED_ALONE("head.bare_lf", Side.CLIENT, 400, "A line of the head ends in LF without CR."),
    REQUEST_LINE("head.request_line", Side.CLIENT, 400, "The request line is malformed."),
    VERSION("head.version", Side.CLIENT, 505, "This version of HTTP is not supported."),
    FIELD_NAME("head.field_name", Side.CLIENT, 400, "A field name is malformed."),
    FIELD_VALUE("head.field_value", Side.CLIENT, 400, "A field value holds a control character."),
    FOLDED("head.obs_fold", Side.CLIENT, 400, "A field value is folded over two lines."),
    HEAD_TOO_LARGE("head.too_large", Side.CLIENT, 431, "The request head is too large."),
    TOO_MANY_FIELDS("head.too_many_fields", Side.CLIENT, 431, "The request has too many header fields."),
    TARGET_TOO_LONG("head.target_too_long", Side.CLIENT, 414, "The request target is too long."),
    TARGET("head.target", Side.CLIENT, 400, "The request target is malformed."),
    HOST("head.host", Side.CLIENT, 400, "The Host field is missing, repeated or malformed."),
    HOST_MISMATCH("head.host_mismatch", Side.CLIENT, 400, "Request target and Host field disagree."),
    CONTENT_LENGTH("framing.content_length", Side.CLIENT, 400, "The Content-Length field is malformed."),
    LENGTH_AND_ENCODING("framing.cl_te", Side.CLIENT, 400, "Content-Length and Transfer-Encoding exclude each other."),
    TRANSFER_ENCODING("framing.transfer_encoding", Side.CLIENT, 400, "The Transfer-Encoding field is malformed."),
    TRANSFER_CODING_UNKNOWN("framing.transfer_coding", Side.CLIENT, 501, "This transfer coding is not implemented."),
    CHUNK("framing.chunk", Side.CLIENT, 400, "The chunked body is malformed."),
    CONNECTION_FIELD("head.connection", Side.CLIENT, 400, "The Connection field names a field that it must not."),
    EXPECTATION("head.expect", Side.CLIENT, 417, "The expectation cannot be met."),
    HTTP2_FIELDS("http2.fields", Side.CLIENT, 400, "The header block is malformed."),
    HTTP2_PSEUDO("http2.pseudo_fields", Side.CLIENT, 400, "Method, scheme, path or authority is missing or malformed."),
    HTTP2_LENGTH("http2.content_length", Side.CLIENT, 400, "The body is not as long as Content-Length says."),
    HTTP2_PROTOCOL("http2.protocol", Side.CLIENT, 400, "The stream breaks the rules of HTTP/2."),
    MISDIRECTED("tls.misdirected", Side.CLIENT, 421, "The TLS connection was made for another host."),
    MAX_FORWARDS("head.max_forwards", Side.CLIENT, 400, "The Max-Forwards field is malformed."),
    TRACE_BODY("framing.trace_body", Side.CLIENT, 400, "A TRACE request must not have a body."),
    CONNECT("head.connect", Side.CLIENT, 405, "CONNECT is not served: requests go to configured services only."),
    CONNECT_TARGET("head.connect_target", Side.CLIENT, 400, "The target of CONNECT must be a host and a port."),
    CONNECT_BODY("framing.connect_body", Side.CLIENT, 400, "A CONNECT request must not have a body."),
    METHOD("head.method", Side.CLIENT, 405, "This method is not allowed."),

    // Path, docs/routing.md
    PATH_ENCODING("path.encoding", Side.CLIENT, 400, "The path is not well encoded."),
    PATH_SEPARATOR("path.separator", Side.CLIENT, 400, "The path holds an encoded separator."),
    PATH_ABOVE_ROOT("path.above_root", Side.CLIENT, 400, "The path leads above the root."),

    // Limits and time on the client's side
    HEAD_TIMEOUT("client.head_timeout", Side.CLIENT, 408, "The request head took too long."),
    BODY_TIMEOUT("client.body_timeout", Side.CLIENT, 408, "The request body took too long."),
    WRITE_TIMEOUT("client.write_timeout", Side.CLIENT, 408, "The client took no bytes of its response."),
    BODY_TOO_LARGE("client.body_too_large", Side.CLIENT, 413, "The request body is too large."),
    BODY_MALFORMED("client.body_malformed", Side.CLIENT, 400, "The request body is malformed."),
    BODY_ENCODED("client.body_encoded", Side.CLIENT, 415, "The request body must not be compressed here."),
    CLIENT_CLOSED("client.closed", Side.CLIENT, 499, "The client closed the connection."),

    // WebSocket, docs/websocket.md
    WEBSOCKET_HANDSHAKE("websocket.handshake", Side.CLIENT, 400, "The WebSocket handshake is malformed."),
    WEBSOCKET_VERSION("websocket.version", Side.CLIENT, 426, "This version of WebSocket is not supported; 13 is."),
    WEBSOCKET_NOT_ALLOWED("policy.websocket", Side.CLIENT, 403, "WebSocket is not allowed here."),
    WEBSOCKET_ORIGIN("policy.websocket_origin", Side.CLIENT, 403, "This origin may not open a WebSocket here."),
    WEBSOCKET_PROTOCOL("policy.websocket_protocol", Side.CLIENT, 403, "No subprotocol that is offered is allowed."),
    WEBSOCKET_FRAME("websocket.frame", Side.CLIENT, 400, "The client sent a malformed WebSocket frame."),
    WEBSOCKET_TOO_BIG("websocket.too_big", Side.CLIENT, 413, "The client sent too large a WebSocket message."),
    WEBSOCKET_IDLE("websocket.idle", Side.NONE, 200, ""),
    WEBSOCKET_SILENT("websocket.silent", Side.CLIENT, 408, "The client did not answer a WebSocket ping."),
    WEBSOCKET_DRAIN("websocket.drain", Side.GATEWAY, 503, "The gateway went away."),

    // Tunnels of CONNECT, docs/connect.md
    TUNNEL_IDLE("tunnel.idle", Side.NONE, 200, ""),

    // Files of a directory, docs/files.md
    FILE_NONE("file.none", Side.CLIENT, 404, "There is no such file."),
    FILE_FORBIDDEN("file.forbidden", Side.CLIENT, 403, "This file may not be read."),
    FILE_UNREADABLE("file.unreadable", Side.GATEWAY, 500, "The file cannot be read."),

    // Decisions of the gateway
    NO_ROUTE("route.none", Side.CLIENT, 404, "No route matches this request."),
    ROUTE_CYCLE("route.cycle", Side.GATEWAY, 500, "The request goes from route to route without end."),
    STEPS("policy.steps", Side.CLIENT, 403, "This request is refused here."),
    CLOSED(
            "policy.closed",
            Side.CLIENT,
            444,
            "The connection is closed."), // 444 is nginx's, for logs; nobody is sent it
    POLICY("policy.reply", Side.NONE, 200, ""),
    CORS("policy.cors", Side.NONE, 200, ""),
    QUOTA("policy.quota", Side.CLIENT, 429, "The quota is used up."),
    CONCURRENCY("policy.concurrency", Side.GATEWAY, 503, "Too many requests are under way here."),
    RATE_LIMIT("policy.rate_limit", Side.CLIENT, 429, "Too many requests; try again later."),
    RATE_LIMIT_STORE("policy.rate_limit_store", Side.GATEWAY, 500, "Requests cannot be counted at the moment."),
    AUTH_MISSING("auth.missing", Side.CLIENT, 401, "Credentials are missing."),
    AUTH_INVALID("auth.invalid", Side.CLIENT, 401, "The credentials are not valid."),
    AUTH_EXPIRED("auth.expired", Side.CLIENT, 401, "The token has expired."),
    AUTH_UNAVAILABLE("auth.unavailable", Side.GATEWAY, 503, "Credentials cannot be verified at the moment."),
    FORBIDDEN("auth.forbidden", Side.CLIENT, 403, "This is not allowed."),
    INSUFFICIENT_SCOPE("auth.scope", Side.CLIENT, 403, "The token does not allow this."),
    ADDRESS("auth.address", Side.CLIENT, 403, "This address may not ask here."),
    TLS_REQUIRED("policy.tls_required", Side.CLIENT, 426, "This must be asked for over TLS."),
    BOT("policy.bot", Side.CLIENT, 403, "This client may not ask here."),
    LENGTH_REQUIRED("policy.length_required", Side.CLIENT, 411, "The length of the request body must be told."),
    RESPONSE_TOO_LARGE("policy.response_too_large", Side.UPSTREAM, 502, "The answer of the service is too large."),
    FAULT("policy.fault", Side.GATEWAY, 503, "This fault was injected on purpose."),
    REDIRECT("route.redirect", Side.NONE, 302, ""),
    FIXED_RESPONSE("route.respond", Side.NONE, 200, ""),
    INTERNAL("gateway.error", Side.GATEWAY, 500, "The gateway failed to handle this request."),
    OVERLOAD("gateway.overload", Side.GATEWAY, 503, "The gateway is at its limit."),

    // The upstream's side
    NO_TARGET("upstream.no_target", Side.UPSTREAM, 503, "No target of the service is available."),
    UNRESOLVED("upstream.unresolved", Side.UPSTREAM, 503, "The name of the service cannot be resolved."),
    POOL_FULL("upstream.pool_full", Side.GATEWAY, 503, "All connections to the service are in use."),
    UPSTREAM_LIMIT("upstream.limit", Side.GATEWAY, 503, "Too many requests to the service are under way."),
    BREAKER_OPEN(
            "upstream.breaker_open", Side.UPSTREAM, 503, "The service has failed too often and rests for a while."),
    DEADLINE("upstream.deadline", Side.UPSTREAM, 504, "The request took too long."),
    UPSTREAM_STATUS("upstream.status", Side.UPSTREAM, 502, "The service answered with an error."),
    CONNECT_REFUSED("upstream.connect_failed", Side.UPSTREAM, 502, "The service refused the connection."),
    CONNECT_TIMEOUT("upstream.connect_timeout", Side.UPSTREAM, 504, "The connection to the service took too long."),
    UPSTREAM_TLS("upstream.tls", Side.UPSTREAM, 502, "The service cannot be trusted, or speaks no TLS."),
    UPSTREAM_RESET("upstream.reset", Side.UPSTREAM, 502, "The service closed the connection before it answered."),
    UPSTREAM_REFUSED("upstream.refused", Side.UPSTREAM, 502, "The service turned the request away unread."),
    UPSTREAM_PROTOCOL(
            "upstream.protocol", Side.UPSTREAM, 502, "The service does not speak the protocol that was asked for."),
    UPSTREAM_INVALID("upstream.invalid", Side.UPSTREAM, 502, "The answer of the service is malformed."),
    UPSTREAM_TIMEOUT("upstream.read_timeout", Side.UPSTREAM, 504, "The service took too long to answer."),
    UPSTREAM_WRITE_TIMEOUT("upstream.write_timeout", Side.UPSTREAM, 504, "The service took no bytes of the request."),
    UPSTREAM_WEBSOCKET_FRAME(
            "upstream.websocket_frame", Side.UPSTREAM, 502, "The service sent a malformed WebSocket frame."),
    UPSTREAM_WEBSOCKET_TOO_BIG(
            "upstream.websocket_too_big", Side.UPSTREAM, 502, "The service sent too large a WebSocket message."),
    UPSTREAM_BODY("upstream.body", Side.UPSTREAM, 502, "The answer of the service cannot be passed on."),
    UPSTREAM_TRUNCATED(
            "upstream.truncated", Side.UPSTREAM, 502, "The service closed the connection inside its answer.");

    /** Who is at fault. */
    public enum Side {
        /** Nobody. */
        NONE,
        /** The client. */
        CLIENT,
        /** This gateway. */
        GATEWAY,
        /** The upstream. */
        UPSTREAM
    }

    private final String code;
    private final byte[] codeBytes;
    private final Side side;
    private final int status;
    private final String message;

    Reason(String code, Side side, int status, String message) {
        this.code = code;
        this.codeBytes = Ascii.bytes(code);
        this.side = side;
        this.status = status;
        this.message = message;
    }

    /** The code in access log and documentation; stable. */
    public String code() {
        return code;
    }

    /** The code as bytes; not to be changed. */
    public byte[] codeBytes() {
        return codeBytes;
    }

    /** Who is at fault. */
    public Side side() {
        return side;
    }

    /** The status that the client is answered. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String message() {
        return message;
    }
}
