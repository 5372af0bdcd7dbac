package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.listener.Arrival;
import dev.sekisho.dataplane.listener.Forwarding;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.Tracing;
import dev.sekisho.dataplane.listener.h1.ResponseWriter.Framing;
import dev.sekisho.dataplane.websocket.Handshake;
import dev.sekisho.dataplane.websocket.WebSocketTunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a client's connection, one after the other, each with its exchange: decides what comes next. Its
 * {@link RequestReader} takes what the client sends, its {@link ResponseDelivery} sends what the exchange gives. On the
 * connection's loop only.
 */
final class RequestCycle {

    private static final long DISCARD_LIMIT =
            64 << 10; // bytes of an unwanted body worth reading to keep the connection

    private final Http1Connection connection;
    private final LoopContext loop;
    private final Serving serving;
    private final ListenerSettings settings;
    private final ClientTimeout timeout;
    private final RequestReader reader;
    private final ResponseDelivery responses;

    private @Nullable Exchange exchange;
    private @Nullable WebSocketTunnel webSocket;
    private Phase phase = Phase.HEAD;
    private final long startNanos;
    private int requests;
    private boolean begun;
    private boolean responded;
    private boolean keepAlive;
    private boolean connect; // the tunnel is one of CONNECT, whose directions end by themselves
    private boolean clientEnded;
    private boolean lastAnnounced; // the client said that it sends no further request

    RequestCycle(Http1Connection connection, LoopContext loop, Serving serving, ClientTimeout timeout) {
        this.connection = connection;
        this.loop = loop;
        this.serving = serving;
        this.settings = serving.settings();
        this.timeout = timeout;
        this.startNanos = loop.now();
        this.reader = new RequestReader(connection, this, timeout, settings);
        this.responses = new ResponseDelivery(connection, this, settings);
    }

    // The connection's events

    /** Bytes came; takes them over. */
    void read(ByteBuf in) {
        reader.read(in);
    }

    /** The client takes more of the response, or none for now. */
    void clientWritable(boolean writable) {
        UpstreamCall call = upstream();
        if (call != null) {
            call.clientWritable(writable);
        }
    }

    /** The client takes bytes again. */
    void writable() {
        if (phase == Phase.HEAD) {
            timeout.await(settings.idleNanos());
            reader.resume();
        } else if (phase == Phase.RESPONSE || phase == Phase.TUNNEL) {
            timeout.clear();
        }
    }

    /** No request is read any more, since the connection is to close. */
    void leave() {
        phase = Phase.CLOSING;
        reader.releaseHeld();
    }

    /** The connection is closed. */
    void gone() {
        leave();
        Exchange x = exchange;
        exchange = null;
        endWebSocket();
        if (x != null && begun) {
            UpstreamCall call = x.upstream();
            if (connect && call != null && !connection.isBroken()) {
                call.requestBody(Unpooled.EMPTY_BUFFER, true); // an end in good order, as TLS has it
            } else if (!responded && x.reason() == Reason.NONE && x.response().status() != 101) {
                x.reason(Reason.CLIENT_CLOSED);
            }
            ChainRunner.end(x);
        } else if (x != null) {
            loop.release(x);
        }
    }

    /** The client was awaited in vain; false where there is nothing left to say to it. */
    boolean timedOut(long now) {
        Exchange x = exchange;
        if (phase == Phase.HEAD && x != null && !begun) {
            pin(x, now);
            refuse(x, Reason.HEAD_TIMEOUT);
            return true;
        }
        if (phase == Phase.BODY && x != null && !responded) {
            fail(Reason.BODY_TIMEOUT);
            return true;
        }
        return false;
    }

    /** The client has taken nothing for too long. */
    void stalled() {
        Exchange x = exchange;
        if (x != null) {
            x.reason(Reason.WRITE_TIMEOUT);
        }
    }

    // The beginning of an exchange

    /** The exchange of a request whose first bytes come. */
    Exchange acquire() {
        Exchange x = loop.acquire();
        exchange = x;
        begun = false;
        return x;
    }

    /** The head is whole, or refused. */
    void begin(Exchange x) {
        pin(x, loop.now());
        timeout.clear();
        int received = x.request().headers().count();
        Forwarding.apply(x, connection.peer(), settings);
        if (reader.refused() != Reason.NONE) {
            refuse(x, reader.refused());
            return;
        }
        if (Arrival.isMisdirected(x, connection.peer(), serving)) {
            refuse(x, Reason.MISDIRECTED);
            return;
        }
        Reason refused =
                x.request().method() == Method.TRACE ? Tracing.check(x.request()) : Handshake.check(x.request());
        if (refused != Reason.NONE) {
            refuse(x, refused);
            return;
        }
        lastAnnounced = !x.request().isKeepAlive();
        keepAlive = !lastAnnounced && !serving.isDraining() && !settings.isLast(++requests, startNanos, loop.now());
        if (x.request().method() == Method.CONNECT) {
            connection.allowHalfClosure();
        }
        RequestBody body = reader.body();
        body.begin(x.request().contentLength(), settings.maxBody());
        phase = body.isDone() ? Phase.RESPONSE : Phase.BODY;
        if (body.refused() != Reason.NONE) {
            refuse(x, body.refused());
            return;
        }
        if (x.request().method() == Method.TRACE && Tracing.ends(x.request())) {
            ChainRunner.reply(x, Tracing.answer(x.request(), received));
        } else {
            Arrival.serve(x, settings);
        }
    }

    private void pin(Exchange x, long now) {
        begun = true;
        responded = false;
        Arrival.pin(x, responses, serving, now);
    }

    /** Answers and closes: after a framing error nobody knows where the next request would begin. */
    private void refuse(Exchange x, Reason reason) {
        phase = Phase.RESPONSE;
        keepAlive = lastAnnounced = false;
        reader.body().begin(0, 0);
        ChainRunner.fail(x, reason);
    }

    /** The rest of the body will not come, or must not: answers and closes. */
    void fail(Reason reason) {
        phase = Phase.RESPONSE;
        keepAlive = false;
        current().bodyUsed();
        ChainRunner.fail(current(), reason);
    }

    /** The upstream takes bytes again. */
    void upstreamReady() {
        if (phase == Phase.BODY || phase == Phase.TUNNEL) {
            reader.resume();
        }
    }

    // The end of an exchange

    /** Whether the connection serves another request behind this response, which may be whole with its head. */
    boolean settleKeepAlive(Exchange x, Framing framing, boolean whole) {
        // bytes behind a CONNECT that came to nothing may be meant for the tunnel, and are no requests
        boolean connects = x.request().method() == Method.CONNECT;
        keepAlive &= framing != Framing.UNTIL_CLOSE && !connects && !serving.isDraining() && canReadOn(x, whole);
        return keepAlive;
    }

    /** Whether what is left of the request can be read past, so that the connection serves another one. */
    private boolean canReadOn(Exchange x, boolean whole) {
        RequestBody body = reader.body();
        return body.isDone()
                || !whole
                || (body.endsWithin(DISCARD_LIMIT) && !x.request().isExpectContinue());
    }

    /** All of the response is written. */
    void responded() {
        responded = true;
        RequestBody body = reader.body();
        if (body.isDone()) {
            finish();
        } else if (keepAlive && body.endsWithin(DISCARD_LIMIT)) {
            endExchange();
            phase = Phase.DISCARD;
            timeout.await(settings.bodyNanos());
            reader.resume();
        } else {
            endExchange();
            connection.linger();
        }
    }

    private void finish() {
        boolean upgrade = current().request().isUpgrade();
        endExchange();
        if (keepAlive && !(upgrade && reader.isHolding())) { // bytes behind a refused upgrade are not HTTP
            next();
        } else if (lastAnnounced && !reader.isHolding()) {
            connection.closeAfterFlush();
        } else {
            connection.linger();
        }
    }

    /** Awaits the next request. */
    void next() {
        phase = Phase.HEAD;
        timeout.await(connection.channel().isWritable() ? settings.idleNanos() : settings.writeNanos());
        if (reader.isHolding()) {
            reader.resume();
        }
    }

    private void endExchange() {
        Exchange x = current();
        exchange = null;
        begun = false;
        endWebSocket();
        ChainRunner.end(x);
    }

    /** From now on bytes pass both ways, through the WebSocket where there is one, else as they come. */
    void tunnelBegun(@Nullable WebSocketTunnel policed) {
        phase = Phase.TUNNEL;
        webSocket = policed;
        timeout.clear();
    }

    /** From now on bytes pass both ways between the client and what it has asked for by CONNECT. */
    void connected() {
        tunnelBegun(null);
        connect = true;
    }

    /** The client has ended its direction of the connection, which CONNECT alone allows. */
    void clientEnded() {
        if (phase == Phase.TUNNEL || phase == Phase.RESPONSE) {
            reader.end();
        } else {
            connection.close();
        }
    }

    /** All that the client has sent into the tunnel has gone on. */
    void clientDone(UpstreamCall call) {
        clientEnded = true;
        call.requestBody(Unpooled.EMPTY_BUFFER, true);
        if (connection.isOutputEnded() && exchange != null) {
            tunnelEnded();
        }
    }

    /** The upstream has ended its direction of the tunnel. */
    void upstreamEnded() {
        if (connect && !clientEnded && connection.canHalfClose()) {
            connection.endOutput();
        } else {
            tunnelEnded();
        }
    }

    /** Bytes of the client that came before the tunnel may pass. */
    void tunnelOpen() {
        reader.resume();
    }

    /** The gateway goes away: a WebSocket is told so and ends. */
    void drainTunnel() {
        WebSocketTunnel policed = webSocket;
        if (policed != null) {
            policed.drain();
        }
    }

    private void endWebSocket() {
        WebSocketTunnel policed = webSocket;
        webSocket = null;
        if (policed != null) {
            policed.ended();
        }
    }

    /** The tunnel has ended, by the upstream or by what polices it. */
    void tunnelEnded() {
        endExchange();
        if (clientEnded) {
            connection.closeAfterFlush();
        } else {
            connection.linger();
        }
    }

    // State, for the parts

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    /** Whether no request is read any more. */
    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Whether not a byte of a request is there. */
    boolean isIdle() {
        return phase == Phase.HEAD && exchange == null && !reader.isHolding();
    }

    /** The exchange under way, its head perhaps not whole yet; null between requests. */
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    /** The WebSocket that bytes of the tunnel pass through, or null. */
    @Nullable
    WebSocketTunnel webSocket() {
        return webSocket;
    }

    /** The upstream's half of the exchange under way, or null. */
    @Nullable
    UpstreamCall upstream() {
        Exchange x = exchange;
        return x == null ? null : x.upstream();
    }

    /** Who takes the body of the request under way, or null. */
    @Nullable
    UpstreamCall bodyTaker() {
        Exchange x = exchange;
        return x == null ? null : x.bodyTaker();
    }

    /** Longest body that the policies of the exchange under way let through. */
    long bodyLimit() {
        Exchange x = exchange;
        return x == null ? Long.MAX_VALUE : x.requestBodyLimit();
    }

    /** Counts bytes of the request's body. */
    void received(int bytes) {
        Exchange x = exchange;
        if (x != null) {
            x.addBytesReceived(bytes);
        }
    }

    private Exchange current() {
        Exchange x = exchange;
        if (x == null) {
            throw new IllegalStateException("exchange: none (expected: a request under way)");
        }
        return x;
    }
}
