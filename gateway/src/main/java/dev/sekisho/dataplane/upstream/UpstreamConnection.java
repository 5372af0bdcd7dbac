package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.http1.ChunkDecoder;
import dev.sekisho.dataplane.http1.ResponseParser;
import dev.sekisho.dataplane.http1.ResponseRules;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection to a target: one call after the other, with rests in the pool between.
 *
 * <p>Whatever is not exactly one well-formed response to the request sent makes the connection unfit for another call: bytes
 * that nobody asked for, contradictory framing, a body cut short (RFC 9112 section 6.3, security of responses).
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements PooledConnection {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);
    private static final int MAX_INTERIM = 32; // interim responses to one request
    private static final byte[] EVENT_STREAM = {
        't', 'e', 'x', 't', '/', 'e', 'v', 'e', 'n', 't', '-', 's', 't', 'r', 'e', 'a', 'm'
    };

    private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};

    private enum Phase {
        IDLE,
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        TUNNEL,
        CLOSED
    }

    private final LoopContext loop;
    private final ConnectionPool<UpstreamConnection> pool;
    private final UpstreamSettings settings;
    private final ResponseParser parser = new ResponseParser();
    private final ResponseRules rules = new ResponseRules();
    private final Timeout timeout = new Timeout();
    private final long born;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ChunkDecoder chunks;
    private @Nullable ProxyCall call;
    private @Nullable ByteBuf held;
    private Phase phase = Phase.IDLE;
    private long remaining;
    private int interim;
    private boolean used;
    private boolean requestSent;
    private boolean paused;
    private boolean eventStream;
    private boolean broken;

    UpstreamConnection(LoopContext loop, ConnectionPool<UpstreamConnection> pool, UpstreamSettings settings) {
        this.loop = loop;
        this.pool = pool;
        this.settings = settings;
        this.born = loop.now();
    }

    private final class Timeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            timedOut();
        }
    }

    // The pool's side

    @Override
    public boolean isUsable(long now) {
        return phase == Phase.IDLE && channel().isActive() && now - born < settings.lifetimeNanos();
    }

    @Override
    public void discard() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            channel().close();
        }
    }

    /** Whether it has served a call before, so that the other end may have closed it unseen. */
    boolean isUsed() {
        return used;
    }

    // The call's side

    /** Sends a request; responses go to the call from now on. */
    void begin(ProxyCall next, byte[] target) {
        Exchange x = next.exchange();
        call = next;
        phase = Phase.HEAD;
        interim = 0;
        eventStream = false;
        parser.next();
        ChannelHandlerContext ctx = context();
        ByteBuf out = RequestWriter.write(ctx.alloc(), x.request(), target);
        requestSent = !x.request().hasBody();
        if (requestSent) {
            ctx.writeAndFlush(out, ctx.voidPromise());
            arm(settings.readNanos());
        } else {
            ctx.write(out, ctx.voidPromise());
            loop.clear(timeout);
        }
    }

    void requestBody(ByteBuf piece, boolean last, boolean chunked) {
        ChannelHandlerContext ctx = context();
        if (phase == Phase.CLOSED) {
            piece.release();
            return;
        }
        if (chunked && phase != Phase.TUNNEL) {
            writeChunk(ctx, piece);
        } else {
            ctx.writeAndFlush(piece, ctx.voidPromise());
        }
        if (last) {
            requestWhole();
        }
    }

    private static void writeChunk(ChannelHandlerContext ctx, ByteBuf piece) {
        ByteBuf size = ctx.alloc().directBuffer(16);
        ChunkDecoder.writeSize(size, piece.readableBytes());
        ctx.write(size, ctx.voidPromise());
        ctx.write(piece, ctx.voidPromise());
        ctx.writeAndFlush(ctx.alloc().directBuffer(2).writeByte('\r').writeByte('\n'), ctx.voidPromise());
    }

    /** Ends a body in chunks. */
    void requestEnd(ByteBuf trailers) {
        ChannelHandlerContext ctx = context();
        if (phase != Phase.CLOSED) {
            ByteBuf out = ctx.alloc().directBuffer(8 + trailers.readableBytes());
            out.writeByte('0').writeByte('\r').writeByte('\n');
            out.writeBytes(trailers);
            out.writeByte('\r').writeByte('\n');
            ctx.writeAndFlush(out, ctx.voidPromise());
            requestWhole();
        }
        trailers.release();
    }

    private void requestWhole() {
        requestSent = true;
        if (!paused) {
            awaitMore();
        }
    }

    void flush() {
        context().flush();
    }

    boolean isWritable() {
        return phase != Phase.CLOSED && channel().isWritable();
    }

    void clientWritable(boolean writable) {
        if (phase == Phase.CLOSED || phase == Phase.IDLE || paused != writable) {
            return;
        }
        paused = !writable;
        channel().config().setAutoRead(writable);
        if (writable) {
            awaitMore();
            resume();
        } else {
            loop.clear(timeout);
        }
    }

    private void resume() {
        ByteBuf in = held;
        held = null;
        if (in != null) {
            receive(in);
            flushClient();
        }
    }

    /** The call is given up. */
    void abort() {
        call = null;
        discard();
    }

    // Channel events

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        loop.readClock();
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
        } else if (held != null) {
            ByteBuf before = held;
            held = ctx.alloc()
                    .buffer(before.readableBytes() + in.readableBytes())
                    .writeBytes(before)
                    .writeBytes(in);
            before.release();
            in.release();
        } else {
            receive(in);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushClient();
    }

    /** Pieces of a body leave together, once all that the socket had has been read. */
    private void flushClient() {
        ProxyCall current = call;
        if (current != null && phase != Phase.HEAD) {
            current.exchange().client().flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.readClock();
        deliverHeld();
        Phase was = phase;
        phase = Phase.CLOSED;
        loop.remove(timeout);
        pool.closed(this);
        ProxyCall current = call;
        call = null;
        if (current != null) {
            lost(current, was);
        }
    }

    /** What came before the end still belongs to the client, also one that is slow to take it. */
    private void deliverHeld() {
        ByteBuf rest = held;
        held = null;
        ProxyCall current = call;
        if (rest == null) {
            return;
        }
        if (current == null || ChainRunner.isHeld(current.exchange())) {
            rest.release();
            return;
        }
        paused = false;
        receive(rest);
    }

    private void lost(ProxyCall current, Phase was) {
        Exchange x = current.exchange();
        switch (was) {
            case HEAD -> current.failed(Reason.UPSTREAM_RESET, true);
            case UNTIL_CLOSE, TUNNEL -> {
                current.finished();
                if (broken || ChainRunner.isHeld(x)) {
                    ChainRunner.fail(x, Reason.UPSTREAM_TRUNCATED);
                } else {
                    x.client().end(Unpooled.EMPTY_BUFFER);
                }
            }
            default -> current.failed(Reason.UPSTREAM_TRUNCATED, false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.readClock();
        ProxyCall current = call;
        if (current == null) {
            return;
        }
        if (ctx.channel().isWritable()) {
            if (requestSent && !paused) {
                awaitMore(); // the last of the request has left only now
            } else {
                loop.clear(timeout);
            }
            current.exchange().client().upstreamWritable(true);
        } else {
            arm(settings.writeNanos());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("upstream connection failed", cause);
        }
        broken = true;
        ctx.close();
    }

    // Responses

    private void receive(ByteBuf in) {
        try {
            while (in.isReadable() && phase != Phase.CLOSED) {
                ProxyCall current = call;
                if (current == null) {
                    discard(); // bytes that nobody asked for
                    break;
                }
                if (paused && phase != Phase.HEAD) {
                    held = in.retainedSlice();
                    break;
                }
                if (!piece(current, in)) {
                    break;
                }
            }
        } finally {
            in.release();
        }
    }

    /** Takes a head or a piece of a body; false where more bytes are needed. */
    private boolean piece(ProxyCall current, ByteBuf in) {
        if (phase == Phase.HEAD) {
            return head(current, in);
        }
        if (!paused) {
            awaitMore();
        }
        Exchange x = current.exchange();
        switch (phase) {
            case LENGTH -> {
                return counted(current, x, in);
            }
            case CHUNKED -> {
                return chunk(current, x, in);
            }
            default -> x.client().body(in.readRetainedSlice(in.readableBytes()));
        }
        return true;
    }

    private boolean counted(ProxyCall current, Exchange x, ByteBuf in) {
        int size = in.readableBytes();
        if (size < remaining) {
            remaining -= size;
            x.client().body(in.retain());
            return false;
        }
        ByteBuf piece = in.readRetainedSlice((int) remaining);
        finish(current, !in.isReadable());
        x.client().body(piece);
        x.client().end(Unpooled.EMPTY_BUFFER);
        return true;
    }

    private boolean chunk(ProxyCall current, Exchange x, ByteBuf in) {
        ChunkDecoder decoder = chunks();
        switch (decoder.next(in)) {
            case DATA -> {
                int size = decoder.available(in);
                x.client().body(in.readRetainedSlice(size));
                decoder.taken(size);
                return true;
            }
            case END -> {
                ByteBuf trailers = decoder.takeTrailers();
                finish(current, !in.isReadable());
                x.client().end(trailers);
                return false;
            }
            case BAD -> {
                invalid(current);
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean head(ProxyCall current, ByteBuf in) {
        Exchange x = current.exchange();
        if (!parser.parse(x.response(), in)) {
            return false;
        }
        if (parser.isRefused()) {
            invalid(current);
            return false;
        }
        ResponseRules.Body body = rules.apply(x.response(), x.request().method());
        int status = x.response().status();
        if (body == ResponseRules.Body.INVALID) {
            invalid(current);
            return false;
        }
        if (status < 200) {
            return interim(current, x, status, in);
        }
        if (body == ResponseRules.Body.NONE && in.isReadable()) {
            invalid(current);
            return false;
        }
        x.upstreamAnswered(loop.now());
        eventStream = isEventStream(x.response().headers());
        if (body == ResponseRules.Body.LENGTH
                && in.readableBytes() == x.response().contentLength()) {
            finish(current, true);
            ChainRunner.upstreamHead(x, in.retain(), true); // the buffer itself: no slice of it is needed
            return false;
        }
        begin(current, x, body, in);
        return true;
    }

    private boolean interim(ProxyCall current, Exchange x, int status, ByteBuf in) {
        if (status == 101) {
            if (!x.request().isUpgrade()) {
                invalid(current);
                return false;
            }
            x.upstreamAnswered(loop.now());
            phase = Phase.TUNNEL;
            loop.clear(timeout);
            eventStream = true; // a tunnel may rest as long as an event stream
            ChainRunner.switchProtocols(x, in.readRetainedSlice(in.readableBytes()));
            return false;
        }
        if (++interim > MAX_INTERIM) {
            invalid(current);
            return false;
        }
        x.client().informational(x);
        x.response().clear();
        parser.next();
        return true;
    }

    private void begin(ProxyCall current, Exchange x, ResponseRules.Body body, ByteBuf in) {
        switch (body) {
            case LENGTH -> {
                remaining = x.response().contentLength();
                int size = (int) Math.min(remaining, in.readableBytes());
                remaining -= size;
                ByteBuf piece = in.readRetainedSlice(size);
                boolean last = remaining == 0;
                phase = Phase.LENGTH;
                if (last) {
                    finish(current, !in.isReadable());
                } else {
                    awaitMore();
                }
                send(x, piece, last);
            }
            case CHUNKED -> {
                phase = Phase.CHUNKED;
                chunks().reset();
                awaitMore();
                firstChunk(current, x, in);
            }
            case UNTIL_CLOSE -> {
                phase = Phase.UNTIL_CLOSE;
                awaitMore();
                send(x, in.readRetainedSlice(in.readableBytes()), false);
            }
            default -> {
                x.response().contentLength(Math.max(x.response().contentLength(), emptyLength(x)));
                finish(current, true);
                send(x, Unpooled.EMPTY_BUFFER, true);
            }
        }
    }

    /** A response whose Content-Length is 0 has a length; one to HEAD may have none. */
    private static long emptyLength(Exchange x) {
        return x.response().headers().contains(HeaderName.CONTENT_LENGTH) ? 0 : -1;
    }

    /** Sends the head with the first chunk, where it came along, and with the end, where that came too. */
    private void firstChunk(ProxyCall current, Exchange x, ByteBuf in) {
        ChunkDecoder decoder = chunks();
        ByteBuf piece = Unpooled.EMPTY_BUFFER;
        ChunkDecoder.Event event = decoder.next(in);
        switch (event) {
            case DATA -> {
                int size = decoder.available(in);
                piece = in.readRetainedSlice(size);
                decoder.taken(size);
                if (isLastChunk(in)) {
                    in.skipBytes(LAST_CHUNK.length);
                    finish(current, true);
                    ChainRunner.upstreamHead(x, piece, true);
                    return;
                }
            }
            case END -> {
                ByteBuf trailers = decoder.takeTrailers();
                finish(current, !in.isReadable());
                ChainRunner.upstreamHead(x, piece, !trailers.isReadable());
                if (trailers.isReadable() && !ChainRunner.endHeld(x)) {
                    x.client().end(trailers);
                } else {
                    trailers.release();
                }
                return;
            }
            case BAD -> {
                invalid(current);
                return;
            }
            case MORE -> {}
        }
        send(x, piece, false);
    }

    /** Whether the rest is the end of the data, the last chunk and no trailers, as of most small responses. */
    private static boolean isLastChunk(ByteBuf in) {
        if (in.readableBytes() != LAST_CHUNK.length) {
            return false;
        }
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (in.getByte(in.readerIndex() + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }

    private void send(Exchange x, ByteBuf piece, boolean last) {
        ChainRunner.upstreamHead(x, piece, last);
        if (!last && call != null && ChainRunner.isHeld(x)) {
            clientWritable(false); // until the head has left
        }
    }

    private static boolean isEventStream(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        int start = headers.valueStart(field);
        int end = Math.min(headers.valueEnd(field), start + EVENT_STREAM.length);
        return dev.sekisho.dataplane.Ascii.equalsLower(headers.bytes(), start, end, EVENT_STREAM);
    }

    private void invalid(ProxyCall current) {
        call = null;
        discard();
        current.failed(Reason.UPSTREAM_INVALID, false);
    }

    /** The response is whole. The connection goes back to the pool if nothing speaks against it. */
    private void finish(ProxyCall current, boolean clean) {
        call = null;
        paused = false;
        used = true;
        current.finished();
        if (!clean || !requestSent || !rules.isKeepAlive() || loop.now() - born >= settings.lifetimeNanos()) {
            discard();
            return;
        }
        phase = Phase.IDLE;
        arm(settings.idleNanos());
        if (pool.release(this, settings.maxIdle()) == ConnectionPool.Release.FULL) {
            discard();
        } else if (!channel().config().isAutoRead()) {
            channel().config().setAutoRead(true);
        }
    }

    // Time

    private void arm(long nanos) {
        loop.timeout(timeout, nanos);
    }

    /** Limits the wait for the next piece of a response, unless it may rest as long as it likes. */
    private void awaitMore() {
        if (eventStream) {
            loop.clear(timeout);
        } else {
            arm(settings.readNanos());
        }
    }

    private void timedOut() {
        ProxyCall current = call;
        if (current == null) {
            discard();
            return;
        }
        Reason reason = channel().isWritable() ? Reason.UPSTREAM_TIMEOUT : Reason.UPSTREAM_WRITE_TIMEOUT;
        abort();
        current.failed(reason, false);
    }

    private ChunkDecoder chunks() {
        ChunkDecoder decoder = chunks;
        if (decoder == null) {
            decoder = new ChunkDecoder();
            chunks = decoder;
        }
        return decoder;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: handler added)");
        }
        return ctx;
    }

    private Channel channel() {
        return context().channel();
    }
}
