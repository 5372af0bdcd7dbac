package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseParser;
import dev.sekisho.dataplane.http1.ResponseRules;
import dev.sekisho.dataplane.websocket.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Reads HTTP/1.1 responses off a connection's bytes: interim ones, the final one, its body, or a tunnel in its place. What
 * is not exactly one well-formed response is refused. Used again for each response of the connection; not thread-safe.
 */
final class ResponseReader {

    private static final int MAX_INTERIM = 32; // interim responses to one request
    private static final byte[] EVENT_STREAM = Ascii.bytes("text/event-stream");

    /** What was read. */
    enum Event {
        /** More bytes are needed. */
        MORE,
        /** The head of an interim response. */
        INTERIM,
        /** The head of a switch of protocols, and bytes behind it as a {@link #takePiece piece}. */
        SWITCH,
        /** The final head, and a {@link #takePiece piece} of its body, perhaps empty. */
        HEAD,
        /** A {@link #takePiece piece} of the body or of a tunnel, perhaps empty. */
        BODY,
        /** The response must not be used. */
        BAD
    }

    private final ResponseParser parser = new ResponseParser();
    private final ResponseRules rules = new ResponseRules();
    private final ResponseBody body = new ResponseBody();
    private ByteBuf piece = Unpooled.EMPTY_BUFFER;
    private int interim;
    private boolean headIn;
    private boolean tunnel;
    private boolean mayRest;

    /** Makes ready for the response to the next request. */
    void begin() {
        interim = 0;
        headIn = tunnel = mayRest = false;
        parser.next();
    }

    /** Reads on, up to the next event; a piece that comes with it is to be taken before the next call. */
    Event next(RequestHead request, ResponseHead response, ByteBuf in) {
        if (!headIn) {
            return head(request, response, in);
        }
        piece = body.next(in);
        return body.isBad() ? Event.BAD : Event.BODY;
    }

    private Event head(RequestHead request, ResponseHead response, ByteBuf in) {
        if (!parser.parse(response, in)) {
            return Event.MORE;
        }
        if (parser.isRefused()) {
            return Event.BAD;
        }
        ResponseRules.Body framing = rules.apply(response, request.forwardMethod());
        if (framing == ResponseRules.Body.INVALID) {
            return Event.BAD;
        }
        if (response.status() < 200) {
            return interim(request, response, in);
        }
        if (framing == ResponseRules.Body.NONE) {
            if (in.isReadable()) {
                return Event.BAD;
            }
            response.contentLength(Math.max(response.contentLength(), emptyLength(response)));
        }
        mayRest = isEventStream(response.headers());
        return first(Event.HEAD, framing, response.contentLength(), in);
    }

    private Event interim(RequestHead request, ResponseHead response, ByteBuf in) {
        if (response.status() == 101) {
            if (!request.isUpgrade() || !Handshake.accepts(request, response)) {
                return Event.BAD;
            }
            tunnel = true;
            mayRest = true; // as long as an event stream
            return first(Event.SWITCH, ResponseRules.Body.UNTIL_CLOSE, 0, in);
        }
        parser.next();
        return ++interim > MAX_INTERIM ? Event.BAD : Event.INTERIM;
    }

    private Event first(Event event, ResponseRules.Body framing, long length, ByteBuf in) {
        headIn = true;
        body.begin(framing, length);
        piece = body.next(in);
        return body.isBad() ? Event.BAD : event;
    }

    /** A response whose Content-Length is 0 has a length; one to HEAD may have none. */
    private static long emptyLength(ResponseHead response) {
        return response.headers().contains(HeaderName.CONTENT_LENGTH) ? 0 : -1;
    }

    private static boolean isEventStream(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        int start = headers.valueStart(field);
        int end = Math.min(headers.valueEnd(field), start + EVENT_STREAM.length);
        return Ascii.equalsLower(headers.bytes(), start, end, EVENT_STREAM);
    }

    /** The piece that came with the last event, which the caller releases: a slice, or the buffer itself, retained. */
    ByteBuf takePiece() {
        ByteBuf taken = piece;
        piece = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /** The trailer lines of a response that is whole; the caller releases them. */
    ByteBuf takeTrailers() {
        return body.takeTrailers();
    }

    /** Whether the final head, or that of a switch of protocols, was read. */
    boolean isHeadIn() {
        return headIn;
    }

    /** Whether the protocol was switched. */
    boolean isTunnel() {
        return tunnel;
    }

    /** Whether the response is whole. */
    boolean isWhole() {
        return headIn && body.isDone();
    }

    /** Whether the end of the connection is the end of the response. */
    boolean isUntilClose() {
        return headIn && body.isUntilClose();
    }

    /** Whether the response may end within so many more bytes of its body, as far as is known. */
    boolean mayEndWithin(long bytes) {
        return !headIn || !mayRest && body.mayEndWithin(bytes);
    }

    /** Whether the response may rest for longer than others: events, tunnels. */
    boolean mayRest() {
        return mayRest;
    }

    /** Whether the upstream keeps the connection open after the response. */
    boolean isKeepAlive() {
        return rules.isKeepAlive();
    }
}
