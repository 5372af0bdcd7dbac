package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.HeldBytes;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import dev.sekisho.dataplane.upstream.wire.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection to a target: one request after the other, with rests in the pool between. It carries requests and
 * reports what came of them to a {@link ResponseSink}; whether to ask again is not its business.
 *
 * <p>Whatever is not exactly one well-formed response to the request sent makes the connection unfit for another: bytes
 * that nobody asked for, contradictory framing, a body cut short (RFC 9112 section 6.3, security of responses).
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements PooledConnection, RequestStream {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);

    private final LoopContext loop;
    private final UpstreamSettings settings;
    private final Place place;
    private final RequestSender sender = new RequestSender();
    private final ResponseReader reader = new ResponseReader();
    private final HeldBytes held = new HeldBytes();
    private final Timeout timeout = new Timeout();
    private final long born;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ResponseSink sink; // of the request under way
    private @Nullable Leftover leftover; // most connections never need one
    private long readNanos; // of the request under way
    private long eventNanos; // of it, should it be answered by events
    private boolean paused; // the client takes no more for now
    private boolean broken;
    private boolean closed;

    UpstreamConnection(LoopContext loop, Place place, UpstreamSettings settings) {
        this.loop = loop;
        this.place = place;
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
        return sink == null && !closed && channel().isActive() && now - born < settings.lifetimeNanos();
    }

    @Override
    public boolean isIdle() {
        return sink == null;
    }

    @Override
    public RequestStream stream() {
        return this;
    }

    /** It serves the next one who wants a connection. */
    @Override
    public void unwanted() {
        if (settings.single() || closed || !channel().isActive()) {
            discard();
        } else {
            rest();
        }
    }

    @Override
    public void discard() {
        if (!closed) {
            closed = true;
            channel().close();
        }
    }

    // The request

    @Override
    public void begin(ResponseSink next, byte[] target) {
        sink = next;
        readNanos = next.readNanos();
        eventNanos = next.eventNanos();
        reader.begin();
        sender.head(context(), next.request(), target);
        if (sender.isWhole()) {
            arm(readNanos);
        } else {
            loop.clear(timeout);
        }
    }

    @Override
    public void requestBody(ByteBuf piece, boolean last, boolean chunked) {
        if (closed) {
            piece.release();
        } else if (chunked && !reader.isTunnel()) {
            sender.chunk(context(), piece);
        } else {
            sender.piece(context(), piece, last);
            if (last) {
                requestGiven();
            }
        }
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        if (closed) {
            trailers.release();
        } else {
            sender.lastChunk(context(), trailers);
            requestGiven();
        }
    }

    private void requestGiven() {
        if (!paused) {
            awaitMore();
        }
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean isWritable() {
        return !closed && channel().isWritable();
    }

    /** The rest of a response that is short is read in vain, so that the connection may serve on. */
    @Override
    public void abort() {
        ResponseSink current = sink;
        if (current == null || !mayServeOn(current) || !place.pool().clears(this)) {
            end();
            return;
        }
        Leftover rest = leftover;
        if (rest == null) {
            rest = new Leftover(this, reader);
            leftover = rest;
        }
        rest.begin(current.request().forwardMethod());
        sink = rest;
        arm(Leftover.NANOS);
        if (paused) {
            paused = false;
            channel().config().setAutoRead(true);
            receive(held.take());
        }
    }

    /** Whether all of the request has left, and its response may be a short one, of whose head no part has come. */
    private boolean mayServeOn(ResponseSink current) {
        return !closed
                && !settings.single()
                && sender.isWhole()
                && channel().isActive()
                && channel().isWritable()
                && reader.mayEndWithin(Leftover.MAX_BYTES)
                && (reader.isHeadIn() || current.response().headers().end() == 0);
    }

    private void end() {
        sink = null;
        discard();
    }

    // Back-pressure of the response

    @Override
    public void clientWritable(boolean writable) {
        if (closed || sink == null || paused != writable) {
            return;
        }
        paused = !writable;
        channel().config().setAutoRead(writable);
        if (!writable) {
            loop.clear(timeout);
            return;
        }
        awaitMore();
        if (!held.isEmpty()) {
            receive(held.take());
            flushClient();
        }
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
        } else if (held.isEmpty()) {
            receive(in);
        } else {
            held.add(ctx.alloc(), in);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushClient();
    }

    /** Pieces of a body leave together, once all that the socket had has been read. */
    private void flushClient() {
        ResponseSink current = sink;
        if (current != null && reader.isHeadIn()) {
            current.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.readClock();
        deliverHeld();
        closed = true;
        loop.remove(timeout);
        place.leave(this);
        ResponseSink current = sink;
        sink = null;
        if (current != null) {
            lost(current);
        }
    }

    /** What came before the end still belongs to the client, also one that is slow to take it. */
    private void deliverHeld() {
        ResponseSink current = sink;
        if (held.isEmpty()) {
            return;
        }
        if (current == null || current.isHeld()) {
            held.release();
            return;
        }
        paused = false;
        receive(held.take());
    }

    private void lost(ResponseSink current) {
        if (!reader.isHeadIn()) {
            current.failed(Reason.UPSTREAM_RESET);
        } else if (reader.isUntilClose() && !broken && !current.isHeld()) {
            current.end(Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
        } else {
            current.failed(Reason.UPSTREAM_TRUNCATED);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.readClock();
        ResponseSink current = sink;
        if (current == null) {
            return;
        }
        if (!ctx.channel().isWritable()) {
            arm(settings.writeNanos());
            return;
        }
        if (sender.isWhole() && !paused) {
            awaitMore(); // the last of the request has left only now
        } else {
            loop.clear(timeout);
        }
        current.ready();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("upstream connection failed", cause);
        }
        broken = true;
        ctx.close();
    }

    // The response

    private void receive(ByteBuf in) {
        try {
            boolean more = in.isReadable();
            while (more && !closed) {
                ResponseSink current = sink;
                if (current == null) {
                    discard(); // bytes that nobody asked for
                    break;
                }
                if (paused && reader.isHeadIn()) {
                    held.add(context().alloc(), in.retainedSlice());
                    break;
                }
                more = event(current, in) && in.isReadable();
            }
        } finally {
            in.release();
        }
    }

    /** Reads a head or a piece of a body; false where nothing more can be read from the buffer. */
    private boolean event(ResponseSink current, ByteBuf in) {
        ResponseReader.Event event = reader.next(current.request(), current.response(), in);
        switch (event) {
            case MORE -> {
                return false;
            }
            case BAD -> invalid(current);
            case INTERIM -> {
                current.interim();
                ResponseSink still = sink;
                if (still != null) {
                    still.response().clear();
                }
                return true;
            }
            case SWITCH -> {
                loop.clear(timeout);
                current.tunnel(reader.takePiece());
            }
            case HEAD, BODY -> {
                return piece(current, event == ResponseReader.Event.HEAD, in);
            }
        }
        return false;
    }

    private boolean piece(ResponseSink current, boolean head, ByteBuf in) {
        ByteBuf piece = reader.takePiece();
        boolean all = piece == in; // and the buffer belongs to others from now on
        if (reader.isWhole()) {
            ByteBuf trailers = reader.takeTrailers();
            finish(all || !in.isReadable());
            if (head) {
                current.whole(piece, trailers);
            } else {
                current.end(piece, trailers);
            }
            return false;
        }
        awaitMore();
        if (!head) {
            current.body(piece);
            return !all;
        }
        current.head(piece);
        if (sink == current && current.isHeld()) {
            clientWritable(false); // until the head has left
        }
        return !all;
    }

    private void invalid(ResponseSink current) {
        end();
        current.failed(Reason.UPSTREAM_INVALID);
    }

    /** The response is whole. The connection goes back to the pool if nothing speaks against it. */
    private void finish(boolean clean) {
        sink = null;
        paused = false;
        if (settings.single()
                || !clean
                || !sender.isWhole()
                || !reader.isKeepAlive()
                || loop.now() - born >= settings.lifetimeNanos()) {
            discard();
        } else {
            rest();
        }
    }

    private void rest() {
        arm(settings.idleNanos());
        if (place.pool().release(this, settings.maxIdle()) == ConnectionPool.Release.FULL) {
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
        if (sink == leftover) {
            return; // the time for it is set
        }
        long longest = !reader.mayRest() ? readNanos : reader.isTunnel() ? 0 : eventNanos;
        if (longest == 0) {
            loop.clear(timeout);
        } else {
            arm(longest);
        }
    }

    private void timedOut() {
        ResponseSink current = sink;
        boolean stalled = !channel().isWritable();
        end();
        if (current != null) {
            current.failed(stalled ? Reason.UPSTREAM_WRITE_TIMEOUT : Reason.UPSTREAM_TIMEOUT);
        }
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
