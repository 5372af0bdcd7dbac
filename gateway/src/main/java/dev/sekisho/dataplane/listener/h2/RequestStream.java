package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.http2.FieldBlock;
import dev.sekisho.dataplane.listener.Arrival;
import dev.sekisho.dataplane.listener.Forwarding;
import dev.sekisho.dataplane.websocket.Handshake;
import dev.sekisho.dataplane.websocket.WebSocketTunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and its response, on a stream of its connection. Its {@link StreamBody} takes the request's body,
 * its {@link StreamResponse} sends the response. The exchange ends when the stream has closed, so a client that is slow to take
 * the last bytes still holds its place. On the connection's loop only.
 */
final class RequestStream extends TimerWheel.Entry implements ClientStream {

    private final Http2ClientConnection home;
    private final Http2Stream stream;
    private final StreamBody body;
    private final StreamResponse response;
    private @Nullable Exchange exchange;
    private boolean responded; // all of the response was given
    private @Nullable WebSocketTunnel webSocket;
    private boolean connect; // bytes pass both ways, as CONNECT has asked for
    private boolean tunnel; // bytes of another protocol pass both ways
    private boolean waiting; // to be served
    private boolean abandoned;
    private boolean stalled; // the client takes nothing for now

    RequestStream(Http2ClientConnection home, Http2Stream stream) {
        this.home = home;
        this.stream = stream;
        this.body = new StreamBody(home, stream, this);
        this.response = new StreamResponse(home, stream);
    }

    // The request

    /** The head is in. */
    void begin(FieldBlock block, boolean last) throws Http2Exception {
        Exchange x = home.loop().acquire();
        exchange = x;
        Reason found = refusal(x, block, last);
        Arrival.pin(x, this, home.serving(), home.loop().now());
        Forwarding.apply(x, home.peer(), home.settings());
        if (!block.fault().isEmpty()) {
            abandoned(Reason.HTTP2_FIELDS);
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, block.fault());
        }
        if (found != Reason.NONE) {
            body.discard();
            ChainRunner.fail(x, found);
            return;
        }
        boolean waits = x.request().isUpgrade() || x.request().method() == Method.CONNECT;
        body.begin(x.request().contentLength(), last, waits);
        if (Arrival.isMisdirected(x, home.peer(), home.serving())) {
            fail(Reason.MISDIRECTED);
        } else if (body.isTooLarge()) {
            fail(Reason.BODY_TOO_LARGE);
        } else {
            waiting = true;
            home.serveLater(this);
        }
    }

    /** All that was read with the head has been looked at: serves the request, unless it was given up in there. */
    void serve() {
        Exchange x = exchange;
        boolean wanted = waiting && !abandoned;
        waiting = false;
        if (x != null && wanted) {
            Arrival.serve(x, home.settings());
        }
    }

    private Reason refusal(Exchange x, FieldBlock block, boolean last) {
        if (block.isTooLong()) {
            return Reason.TOO_MANY_FIELDS;
        }
        if (!block.fault().isEmpty()) {
            return Reason.HTTP2_FIELDS;
        }
        Reason found =
                RequestHeads.fill(x.request(), block, last, home.settings().heads());
        if (found == Reason.NONE && RequestHeads.isWebSocket(block)) {
            found = WebSocketHandshake.asUpgrade(x.request());
        }
        return found;
    }

    /** The head could not be read: answers that. */
    void refuse(Reason reason) {
        Exchange x = home.loop().acquire();
        exchange = x;
        Arrival.pin(x, this, home.serving(), home.loop().now());
        Forwarding.apply(x, home.peer(), home.settings());
        body.discard();
        ChainRunner.fail(x, reason);
    }

    /** A further piece of the body; says how many bytes the client may send in place of it now. */
    int data(ByteBuf piece, boolean last) throws Http2Exception {
        int taken = body.data(piece, last);
        if (body.isTooLarge() && !responded) {
            fail(Reason.BODY_TOO_LARGE);
        }
        return taken;
    }

    /** Fields behind the body, which ends with them. */
    void trailers(FieldBlock block) throws Http2Exception {
        if (connect || !block.fault().isEmpty() || block.hasPseudo() || block.isTooLong()) {
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "malformed trailers");
        }
        body.trailers(block);
    }

    /** No more of the request comes, or must come: answers. */
    void fail(Reason reason) {
        Exchange x = exchange;
        if (x != null) {
            waiting = false;
            body.discard();
            ChainRunner.fail(x, reason);
        }
    }

    /** The exchange under way, or null. */
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    /** Counts bytes of the request's body. */
    void received(int bytes) {
        Exchange x = exchange;
        if (x != null) {
            x.addBytesReceived(bytes);
        }
    }

    @Override
    public String protocol(RequestHead request) {
        return "HTTP/2.0";
    }

    /** The WebSocket that bytes of the tunnel pass through, or null. */
    @Nullable
    WebSocketTunnel webSocket() {
        return webSocket;
    }

    /** The gateway goes away: a WebSocket is told so, and ends. */
    void endWebSocket() {
        WebSocketTunnel policed = webSocket;
        if (policed != null) {
            home.loop().readClock();
            policed.drain();
        }
    }

    private void leaveWebSocket() {
        WebSocketTunnel policed = webSocket;
        webSocket = null;
        if (policed != null) {
            policed.ended();
        }
    }

    /** The tunnel is over: the stream ends behind what was given, and with it the exchange. */
    void tunnelEnded() {
        if (exchange != null && !responded) {
            leaveWebSocket();
            response.end(Unpooled.EMPTY_BUFFER);
            responded();
        }
    }

    /** The upstream's half of the exchange, or null. */
    @Nullable
    UpstreamCall upstream() {
        Exchange x = exchange;
        return x == null ? null : x.upstream();
    }

    /** Longest body that the policies of the exchange let through. */
    long bodyLimit() {
        Exchange x = exchange;
        return x == null ? Long.MAX_VALUE : x.requestBodyLimit();
    }

    // Time: while the body is awaited, and while the client takes nothing

    /** More of the body is awaited, or nothing is. */
    void awaitBody(boolean awaits) {
        if (!stalled) {
            if (awaits) {
                home.loop().timeout(this, home.settings().bodyNanos());
            } else {
                home.loop().clear(this);
            }
        }
    }

    @Override
    protected void expired(long now) {
        if (stalled) {
            abandoned(Reason.WRITE_TIMEOUT);
            home.reset(stream, Http2Error.CANCEL);
        } else if (!responded) {
            fail(Reason.BODY_TIMEOUT);
        }
    }

    /** The client has made room for some bytes. */
    void clientTakes() {
        if (stalled) {
            home.loop().timeout(this, home.settings().writeNanos());
        }
    }

    /** The client takes more of the response, or none for now. */
    void writable(boolean takes) {
        if (response.isBegun() && stalled == takes) {
            stalled = !takes;
            if (stalled) {
                home.loop().timeout(this, home.settings().writeNanos());
            } else {
                home.loop().clear(this);
            }
        }
        UpstreamCall call = upstream();
        if (call != null && response.isBegun()) {
            call.clientWritable(takes);
        }
    }

    // The end

    /** The client has left, or must: whatever becomes of the stream is not what the exchange was to be. */
    void abandoned(Reason reason) {
        Exchange x = exchange;
        if (x != null && !abandoned) {
            abandoned = true;
            if ((connect || !tunnel) && x.reason() == Reason.NONE) {
                x.reason(reason);
            }
        }
    }

    /** The stream has closed. */
    void closed() {
        Exchange x = exchange;
        exchange = null;
        home.loop().remove(this);
        body.release();
        leaveWebSocket();
        if (x == null) {
            return;
        }
        boolean whole = responded && (response.isDelivered() || !home.isGone());
        if (!whole && !tunnel && x.reason() == Reason.NONE) {
            x.reason(Reason.CLIENT_CLOSED);
        }
        ChainRunner.end(x);
    }

    /** All of the response was given; a request that is not whole is not read on (RFC 9113 section 8.1). */
    private void responded() {
        responded = true;
        body.discard();
        if (!body.isWhole()) {
            response.whenSent(() -> home.reset(stream, Http2Error.NO_ERROR));
        }
        home.send();
    }

    // The response

    @Override
    public void informational(Exchange x) {
        if (exchange == x) {
            response.informational(x);
            home.send();
        }
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        if (exchange != x) {
            piece.release();
            return;
        }
        if (x.request().method() == Method.CONNECT && x.response().isSuccess()) {
            piece.release();
            connected(x, last);
            return;
        }
        if (x.request().isWebSocket()) {
            refuseWebSocket(x);
        }
        boolean whole = response.head(x, piece, last);
        UpstreamCall call = x.upstream();
        if (whole) {
            responded();
        } else {
            home.send();
            if (call != null && exchange == x) {
                writable(isWritable());
            }
        }
    }

    /** An answer in place of a switch: a 2xx would tell the client that its WebSocket is open (RFC 8441 section 5). */
    private static void refuseWebSocket(Exchange x) {
        if (x.response().isSuccess()) {
            x.response().status(Reason.UPSTREAM_PROTOCOL.status());
            if (x.reason() == Reason.NONE) {
                x.reason(Reason.UPSTREAM_PROTOCOL);
            }
        }
    }

    /** The 2xx of CONNECT (RFC 9113 section 8.5); where nobody is at the other end, the tunnel is over at once. */
    private void connected(Exchange x, boolean last) {
        x.response().headers().remove(HeaderName.CONTENT_LENGTH);
        x.response().contentLength(-1);
        response.head(x, Unpooled.EMPTY_BUFFER, last);
        if (last) {
            responded();
            return;
        }
        tunnel = connect = true;
        home.send();
        writable(isWritable());
        if (exchange == x) {
            body.tunnelBegun();
        }
    }

    /** Whether bytes pass both ways, as CONNECT has asked for. */
    boolean isConnect() {
        return connect;
    }

    @Override
    public void body(ByteBuf piece) {
        Exchange x = exchange;
        if (x == null || responded) {
            piece.release();
        } else if (webSocket != null) {
            webSocket.fromUpstream(piece);
        } else {
            response.body(x, piece);
        }
    }

    @Override
    public void flush() {
        if (exchange != null) {
            home.send();
        }
    }

    @Override
    public void end(ByteBuf trailers) {
        if (exchange == null || responded) {
            trailers.release();
            return;
        }
        if (connect) {
            response.end(Unpooled.EMPTY_BUFFER); // what the client has to say may still come
            trailers.release();
            responded = true;
            home.send();
            return;
        }
        leaveWebSocket();
        response.end(trailers);
        responded();
    }

    @Override
    public void tunnelOver() {
        if (exchange == null) {
            return;
        }
        if (!responded) {
            response.end(Unpooled.EMPTY_BUFFER);
        }
        responded();
    }

    @Override
    public void tunnel(Exchange x, ByteBuf first) {
        if (exchange != x) {
            first.release();
            return;
        }
        tunnel = true;
        boolean deflate = Handshake.agreesDeflate(x.response());
        response.tunnel(x);
        StreamTunnel ends = new StreamTunnel(this, response, home);
        ByteBufAllocator allocator = home.context().alloc();
        webSocket = new WebSocketTunnel(x.loop(), x.webSocketLimits(), deflate, allocator, ends);
        body(first);
        home.send();
        body.tunnelBegun();
    }

    @Override
    public void cut() {
        Exchange x = exchange;
        if (x != null && connect) {
            boolean failed = x.reason().side() == Reason.Side.UPSTREAM;
            home.reset(stream, failed ? Http2Error.CONNECT_ERROR : Http2Error.CANCEL); // RFC 9113 section 8.5
        } else if (x != null && !responded) {
            home.reset(stream, error(x));
        }
    }

    /** A client of gRPC makes a status of the error code, so it gets that of the service (gRPC over HTTP/2, Errors). */
    private static Http2Error error(Exchange x) {
        long code = x.response().resetCode();
        boolean told = code > 0 && GrpcAnswer.isGrpc(x.request().headers());
        Http2Error error = told ? Http2Error.valueOf(code) : Http2Error.INTERNAL_ERROR;
        return error == null ? Http2Error.INTERNAL_ERROR : error;
    }

    @Override
    public boolean isWritable() {
        return exchange != null && home.encoder().flowController().isWritable(stream);
    }

    @Override
    public void upstreamWritable(boolean writable) {
        if (writable && exchange != null) {
            body.resume();
        }
    }
}
