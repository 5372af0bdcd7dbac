package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.listener.Forwarding;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Peer;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.h1.ResponseWriter.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection of a client: one request after the other, each with its exchange.
 *
 * <p>Bytes that come while they cannot be used (the next request while one is served, a body that the upstream does not
 * take yet) are held, and reading stops, so a client can make the gateway hold one read of bytes and no more. One timeout
 * serves the connection: what it means follows from what is awaited.
 */
public final class Http1Connection extends ChannelInboundHandlerAdapter implements ClientStream {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);
    private static final long DISCARD_LIMIT =
            64 << 10; // bytes of an unwanted body worth reading to keep the connection
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final byte[] NO_VIA = new byte[0];

    private enum Phase {
        HEAD,
        BODY,
        DISCARD,
        RESPONSE,
        TUNNEL,
        CLOSING
    }

    private final LoopContext loop;
    private final Serving serving;
    private final RequestParser parser;
    private final RequestBody body = new RequestBody();
    private final Timeout timeout = new Timeout();
    private final byte[] via;

    private ListenerSettings settings;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Peer peer;
    private @Nullable Exchange exchange;
    private @Nullable ByteBuf held;
    private Phase phase = Phase.HEAD;
    private boolean begun;
    private boolean keepAlive;
    private boolean responded;
    private boolean processing;
    private Framing framing = Framing.LENGTH;
    private long pendingBefore;

    /** A connection that is about to be registered on the loop. */
    public Http1Connection(LoopContext loop, Serving serving) {
        this.loop = loop;
        this.serving = serving;
        this.settings = serving.settings();
        this.parser = new RequestParser(settings.heads());
        this.via = settings.via().orElse(NO_VIA);
    }

    private final class Timeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            timedOut(now);
        }
    }

    // Channel events

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.readClock();
        context = ctx;
        peer = Peer.of(ctx.channel().remoteAddress(), ctx.channel().localAddress(), settings);
        serving.opened(loop);
        arm(settings.idleNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        loop.readClock();
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (held != null) {
            hold(in);
            return;
        }
        process(in);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.readClock();
        phase = Phase.CLOSING;
        loop.remove(timeout);
        serving.closed(loop);
        releaseHeld();
        Exchange x = exchange;
        exchange = null;
        if (x != null && begun) {
            if (!responded && x.reason() == Reason.NONE && x.response().status() != 101) {
                x.reason(Reason.CLIENT_CLOSED);
            }
            ChainRunner.end(x);
        } else if (x != null) {
            loop.release(x);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.readClock();
        boolean writable = ctx.channel().isWritable();
        Exchange x = exchange;
        UpstreamCall call = x == null ? null : x.upstream();
        if (call != null) {
            call.clientWritable(writable);
        }
        if (!writable) {
            pendingBefore = ctx.channel().bytesBeforeWritable();
            arm(settings.writeNanos());
        } else if (phase == Phase.HEAD) {
            arm(settings.idleNanos());
            resume();
        } else if (phase == Phase.RESPONSE) {
            loop.clear(timeout);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("client connection failed", cause);
        }
        ctx.close();
    }

    // Requests

    private void process(ByteBuf in) {
        processing = true;
        try {
            boolean more = true;
            while (more) {
                more = step(in); // takes a head or a piece of a body
            }
        } catch (RuntimeException e) {
            in.release();
            throw e;
        } finally {
            processing = false;
        }
        if (in.isReadable() && phase != Phase.CLOSING) {
            hold(in);
        } else {
            in.release();
        }
    }

    /** Takes what it can use; false where it can use nothing more for now. */
    private boolean step(ByteBuf in) {
        return switch (phase) {
            case HEAD -> in.isReadable() && channel().isWritable() && head(in);
            case BODY -> bodyPiece(in);
            case DISCARD -> discard(in);
            case TUNNEL -> tunnelPiece(in);
            case RESPONSE -> false;
            case CLOSING -> {
                in.skipBytes(in.readableBytes());
                yield false;
            }
        };
    }

    private boolean head(ByteBuf in) {
        Exchange x = exchange;
        if (x == null) {
            x = loop.acquire();
            exchange = x;
            begun = false;
            parser.next();
        }
        boolean first = x.request().headers().end() == 0;
        if (!parser.parse(x.request(), in)) {
            if (first) {
                arm(settings.headNanos());
            }
            return false;
        }
        begin(x);
        return true;
    }

    private void begin(Exchange x) {
        Generation generation = serving.current();
        begun = true;
        responded = false;
        generation.entered(loop.index());
        x.begin(this, generation, loop.now());
        loop.clear(timeout);
        Peer from = peer;
        if (from == null) {
            throw new IllegalStateException("peer: none (expected: the channel is active)");
        }
        Forwarding.apply(x, from, settings);
        if (parser.refused() != Reason.NONE) {
            refuse(x, parser.refused());
            return;
        }
        keepAlive = x.request().isKeepAlive() && !serving.isDraining();
        body.begin(x.request().contentLength(), settings.maxBody());
        phase = body.isDone() ? Phase.RESPONSE : Phase.BODY;
        if (body.refused() != Reason.NONE) {
            refuse(x, body.refused());
            return;
        }
        x.route(generation.route(x));
        if (x.request().hasEncodedSeparators() && !x.route().encodedSeparators()) {
            ChainRunner.fail(x, Reason.PATH_SEPARATOR);
            return;
        }
        ChainRunner.start(x);
    }

    /** Answers and closes: after a framing error nobody knows where the next request would begin. */
    private void refuse(Exchange x, Reason reason) {
        phase = Phase.RESPONSE;
        keepAlive = false;
        body.begin(0, 0);
        ChainRunner.fail(x, reason);
    }

    private boolean bodyPiece(ByteBuf in) {
        Exchange x = exchange;
        UpstreamCall call = x == null ? null : x.upstream();
        if (call == null || !call.isWritable()) {
            loop.clear(timeout);
            return false;
        }
        ByteBuf piece = body.next(in);
        Reason refused = body.refused();
        if (refused != Reason.NONE) {
            piece.release();
            keepAlive = false;
            phase = Phase.RESPONSE;
            ChainRunner.fail(exchange(), refused);
            return false;
        }
        if (body.isDone()) {
            phase = Phase.RESPONSE;
            loop.clear(timeout);
            if (body.isChunked()) {
                piece.release(); // empty: the end comes behind the data
                call.requestEnd(body.takeTrailers());
            } else {
                call.requestBody(piece, true);
            }
            return true;
        }
        if (piece.isReadable()) {
            call.requestBody(piece, false);
            return true;
        }
        call.flush();
        arm(settings.bodyNanos());
        return false;
    }

    private boolean discard(ByteBuf in) {
        body.next(in).release();
        if (body.refused() != Reason.NONE) {
            close();
            return false;
        }
        if (body.isDone()) {
            next();
            return true;
        }
        return in.isReadable();
    }

    private boolean tunnelPiece(ByteBuf in) {
        Exchange x = exchange;
        UpstreamCall call = x == null ? null : x.upstream();
        if (call == null || !in.isReadable() || !call.isWritable()) {
            return false;
        }
        call.requestBody(in.readRetainedSlice(in.readableBytes()), false);
        return false;
    }

    // Bytes that cannot be used yet

    private void hold(ByteBuf in) {
        ByteBuf before = held;
        if (before == null) {
            held = in;
        } else {
            ByteBuf joined = channel().alloc().buffer(before.readableBytes() + in.readableBytes());
            joined.writeBytes(before).writeBytes(in);
            before.release();
            in.release();
            held = joined;
        }
        channel().config().setAutoRead(false);
    }

    private void resume() {
        if (processing) {
            return;
        }
        ByteBuf in = held;
        held = null;
        process(in == null ? Unpooled.EMPTY_BUFFER : in);
        if (held == null && phase != Phase.CLOSING) {
            channel().config().setAutoRead(true);
        }
    }

    private void releaseHeld() {
        ByteBuf in = held;
        held = null;
        if (in != null) {
            in.release();
        }
    }

    // The response, as the exchange gives it

    @Override
    public void informational(Exchange x) {
        if (x.request().minorVersion() == 0) {
            return; // HTTP/1.0 knows no interim responses, RFC 9110 section 15.2
        }
        ByteBuf out = context().alloc().directBuffer(ResponseWriter.room(x.response(), via));
        ResponseWriter.informational(out, x.response());
        context().writeAndFlush(out, context().voidPromise());
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        if (phase == Phase.CLOSING) {
            piece.release();
            return;
        }
        ResponseHead head = x.response();
        boolean bodiless = ResponseWriter.isBodiless(x.request().method(), head.status());
        if (bodiless && piece.isReadable()) {
            piece.skipBytes(piece.readableBytes());
        }
        boolean whole = last || bodiless;
        framing = framing(x, head, bodiless);
        keepAlive &= framing != Framing.UNTIL_CLOSE && !serving.isDraining() && canReadOn(x, whole);
        send(x, piece, whole);
        UpstreamCall call = x.upstream();
        if (whole) {
            responded();
        } else if (call != null) {
            call.clientWritable(channel().isWritable());
        }
    }

    private static Framing framing(Exchange x, ResponseHead head, boolean bodiless) {
        if (bodiless || head.contentLength() >= 0) {
            return Framing.LENGTH;
        }
        return x.request().minorVersion() == 1 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    /** Whether what is left of the request can be read past, so that the connection serves another one. */
    private boolean canReadOn(Exchange x, boolean whole) {
        return body.isDone()
                || !whole
                || (body.endsWithin(DISCARD_LIMIT) && !x.request().isExpectContinue());
    }

    private void send(Exchange x, ByteBuf piece, boolean whole) {
        int size = piece.readableBytes();
        boolean copy = size <= ResponseWriter.COPY_LIMIT;
        ByteBuf out = context().alloc().directBuffer(ResponseWriter.room(x.response(), via) + (copy ? size : 0) + 16);
        ResponseWriter.head(out, x, framing, keepAlive, via);
        x.addBytesSent(size);
        if (framing == Framing.CHUNKED && size > 0) {
            ResponseWriter.chunkStart(out, size);
        }
        if (copy) {
            out.writeBytes(piece);
            piece.release();
        } else {
            context().write(out, context().voidPromise());
            context().write(piece, context().voidPromise());
            out = framing == Framing.CHUNKED ? context().alloc().directBuffer(16) : Unpooled.EMPTY_BUFFER;
        }
        if (framing == Framing.CHUNKED) {
            if (size > 0) {
                ResponseWriter.chunkEnd(out);
            }
            if (whole) {
                ResponseWriter.lastChunk(out, Unpooled.EMPTY_BUFFER);
            }
        }
        context().writeAndFlush(out, context().voidPromise());
    }

    @Override
    public void body(ByteBuf piece) {
        Exchange x = exchange;
        if (x == null || phase == Phase.CLOSING || !piece.isReadable()) {
            piece.release();
            return;
        }
        int size = piece.readableBytes();
        x.addBytesSent(size);
        if (framing != Framing.CHUNKED || phase == Phase.TUNNEL) {
            context().writeAndFlush(piece, context().voidPromise());
            return;
        }
        boolean copy = size <= ResponseWriter.COPY_LIMIT;
        ByteBuf out = context().alloc().directBuffer(16 + (copy ? size : 0));
        ResponseWriter.chunkStart(out, size);
        if (copy) {
            out.writeBytes(piece);
            piece.release();
        } else {
            context().write(out, context().voidPromise());
            context().write(piece, context().voidPromise());
            out = context().alloc().directBuffer(2);
        }
        ResponseWriter.chunkEnd(out);
        context().writeAndFlush(out, context().voidPromise());
    }

    @Override
    public void end(ByteBuf trailers) {
        if (exchange == null || phase == Phase.CLOSING) {
            trailers.release();
            return;
        }
        if (phase == Phase.TUNNEL) {
            trailers.release();
            closeAfterFlush();
            return;
        }
        if (framing == Framing.CHUNKED) {
            ByteBuf out = context().alloc().directBuffer(8 + trailers.readableBytes());
            ResponseWriter.lastChunk(out, trailers);
            context().writeAndFlush(out, context().voidPromise());
        }
        trailers.release();
        responded();
    }

    @Override
    public void tunnel(Exchange x, ByteBuf first) {
        ByteBuf out = context().alloc().directBuffer(ResponseWriter.room(x.response(), via) + first.readableBytes());
        ResponseWriter.informational(out, x.response());
        x.addBytesSent(first.readableBytes());
        out.writeBytes(first);
        first.release();
        context().writeAndFlush(out, context().voidPromise());
        phase = Phase.TUNNEL;
        loop.clear(timeout);
        resume();
    }

    @Override
    public void cut() {
        close();
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public void upstreamWritable(boolean writable) {
        if (writable && (phase == Phase.BODY || phase == Phase.TUNNEL)) {
            resume();
        }
    }

    // The end of an exchange

    private void responded() {
        responded = true;
        if (body.isDone()) {
            finish();
        } else if (keepAlive && body.endsWithin(DISCARD_LIMIT)) {
            endExchange();
            phase = Phase.DISCARD;
            arm(settings.bodyNanos());
            resume();
        } else {
            endExchange();
            linger();
        }
    }

    private void finish() {
        boolean upgrade = exchange().request().isUpgrade();
        endExchange();
        if (parser.refused() != Reason.NONE) {
            linger();
        } else if (!keepAlive || (upgrade && held != null)) {
            closeAfterFlush(); // bytes behind a refused upgrade are not HTTP
        } else {
            next();
        }
    }

    private void next() {
        phase = Phase.HEAD;
        arm(channel().isWritable() ? settings.idleNanos() : settings.writeNanos());
        if (held != null) {
            resume();
        }
    }

    private void endExchange() {
        Exchange x = exchange();
        exchange = null;
        begun = false;
        ChainRunner.end(x);
    }

    // Closing

    /** Sends what is left, then closes in two steps, so that a client still sending reads the answer before the reset. */
    private void linger() {
        phase = Phase.CLOSING;
        releaseHeld();
        if (channel() instanceof DuplexChannel duplex) {
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> duplex.shutdownOutput());
            channel().config().setAutoRead(true);
            arm(LINGER_NANOS);
        } else {
            closeAfterFlush();
        }
    }

    private void closeAfterFlush() {
        phase = Phase.CLOSING;
        loop.clear(timeout);
        releaseHeld();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        arm(settings.writeNanos());
    }

    private void close() {
        channel().close();
    }

    /** Closes the connection if no request is under way on it; for draining. On its loop. */
    public void closeIfIdle() {
        if (phase == Phase.HEAD && exchange == null && held == null) {
            close();
        }
    }

    // Time

    private void arm(long nanos) {
        loop.timeout(timeout, nanos);
    }

    private void timedOut(long now) {
        Exchange x = exchange;
        if (!channel().isWritable() && phase != Phase.CLOSING) {
            writeStalled(x);
        } else if (phase == Phase.HEAD && x != null && !begun) {
            begun = true;
            Generation generation = serving.current();
            generation.entered(loop.index());
            x.begin(this, generation, now);
            refuse(x, Reason.HEAD_TIMEOUT);
        } else if (phase == Phase.BODY && x != null && !responded) {
            keepAlive = false;
            phase = Phase.RESPONSE;
            ChainRunner.fail(x, Reason.BODY_TIMEOUT);
        } else {
            close();
        }
    }

    private void writeStalled(@Nullable Exchange x) {
        long pending = channel().bytesBeforeWritable();
        if (pending < pendingBefore) {
            pendingBefore = pending;
            arm(settings.writeNanos());
            return;
        }
        if (x != null) {
            x.reason(Reason.WRITE_TIMEOUT);
        }
        close();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: active)");
        }
        return ctx;
    }

    private Channel channel() {
        return context().channel();
    }

    private Exchange exchange() {
        Exchange x = exchange;
        if (x == null) {
            throw new IllegalStateException("exchange: none (expected: a request under way)");
        }
        return x;
    }
}
