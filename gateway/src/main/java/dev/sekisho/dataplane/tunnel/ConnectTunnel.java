package dev.sekisho.dataplane.tunnel;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.dataplane.upstream.TargetTries;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One tunnel of CONNECT (RFC 9110 section 9.3.6): a connection to a target, the 200 through the policies that have seen the
 * request, and then the bytes of both directions, neither of which is read faster than the other side takes. A side that ends
 * has that passed on, and the other direction goes on. A client that breaks off has the target reset (RFC 9113 section 8.5).
 * Made for one exchange; on its loop.
 */
final class ConnectTunnel implements UpstreamCall {

    private static final int OK = 200;
    private static final Ends NOWHERE = Ends.between(new InetSocketAddress(0), new InetSocketAddress(0));

    private final LoopContext loop;
    private final TargetTries tries;
    private final long idleNanos;
    private final Idle idle = new Idle();
    private final Queue<ByteBuf> early = new ArrayDeque<>(1); // what the target sent before the 200 has left
    private @Nullable Exchange exchange; // until it is over
    private @Nullable TargetEnd target; // once it is connected
    private Reason failure = Reason.NONE; // of the target asked last
    private boolean open; // the 200 has left
    private boolean clientEnded;
    private boolean gone; // the target's connection

    ConnectTunnel(Exchange x, TargetTries tries, long idleNanos) {
        this.exchange = x;
        this.loop = x.loop();
        this.tries = tries;
        this.idleNanos = idleNanos;
    }

    private final class Idle extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            TargetEnd to = target;
            if (exchange != null) {
                fail(Reason.TUNNEL_IDLE);
            } else if (to != null) {
                to.reset(); // it took nothing of what was left for it
            }
        }
    }

    // The way to a target

    void start() {
        Exchange x = exchange;
        if (x != null) {
            x.upstream(this);
            tryNext(x);
        }
    }

    private void tryNext(Exchange x) {
        Reason none = tries.next();
        if (none != Reason.NONE) {
            fail(none == Reason.NO_TARGET && failure != Reason.NONE ? failure : none);
            return;
        }
        x.upstreamTries().ask(tries.whereText(), loop.now());
        Ends ends = x.caller().ends();
        TargetEnd next = new TargetEnd(this);
        tries.connect(next, ends == null ? NOWHERE : ends.client(x.caller().address()))
                .addListener((ChannelFuture done) -> connected(done, next));
    }

    private void connected(ChannelFuture done, TargetEnd next) {
        loop.readClock();
        Exchange x = exchange;
        if (x == null) {
            tries.cancelled();
            done.channel().close();
        } else if (done.isSuccess()) {
            tries.opened();
            target = next;
            next.reading(false); // until the client has its 200
            answer(x);
        } else {
            failure = tries.failed(done.cause());
            if (failure == Reason.CONNECT_REFUSED) {
                tryNext(x); // nothing has been lost but a moment
            } else {
                fail(failure);
            }
        }
    }

    private void answer(Exchange x) {
        x.upstreamTries().over(loop.now());
        ResponseHead head = x.response();
        head.clear();
        head.status(OK);
        head.contentLength(-1);
        ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, false);
    }

    private void fail(Reason reason) {
        Exchange x = exchange;
        if (x != null) {
            ChainRunner.fail(x, reason);
        }
    }

    // The target's side

    void received(ByteBuf in) {
        loop.readClock();
        Exchange x = exchange;
        touch();
        if (x == null) {
            in.release();
        } else if (open) {
            x.client().body(in);
        } else {
            early.add(in);
        }
    }

    void flushClient() {
        Exchange x = exchange;
        if (x != null && open) {
            x.client().flush();
        }
    }

    void targetWritable(boolean writable) {
        loop.readClock();
        touch();
        Exchange x = exchange;
        if (x != null && open) {
            x.client().upstreamWritable(writable);
        }
    }

    /** The target sends no more. */
    void targetEnded() {
        loop.readClock();
        touch();
        Exchange x = exchange;
        if (x != null && open) {
            x.client().end(Unpooled.EMPTY_BUFFER);
        }
    }

    /** The target's connection is closed. */
    void targetGone(TargetEnd end) {
        if (end != target) {
            return; // of a connection that was never taken
        }
        loop.readClock();
        gone = true;
        loop.remove(idle);
        tries.over();
        Exchange x = exchange;
        if (x == null) {
            return;
        }
        if (!end.isEnded()) {
            fail(Reason.UPSTREAM_RESET);
        } else if (open && !clientEnded) {
            x.client().tunnelOver();
        }
    }

    private void touch() {
        if (open && !gone) {
            loop.timeout(idle, idleNanos);
        }
    }

    // The client's side

    @Override
    public void requestBody(ByteBuf piece, boolean last) {
        TargetEnd to = target;
        if (to == null || gone || !piece.isReadable()) {
            piece.release();
        } else {
            to.write(piece);
        }
        touch();
        if (last && to != null && !clientEnded) {
            clientEnded = true;
            to.shut();
        }
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        trailers.release();
        requestBody(Unpooled.EMPTY_BUFFER, true);
    }

    @Override
    public void flush() {} // each piece leaves at once

    @Override
    public boolean isWritable() {
        TargetEnd to = target;
        return open && to != null && (gone || to.isWritable());
    }

    @Override
    public void clientWritable(boolean writable) {
        Exchange x = exchange;
        TargetEnd to = target;
        if (x == null || to == null || !x.isHeadSent()) {
            return;
        }
        if (!open) {
            begin(x, to);
        }
        touch();
        to.reading(writable);
    }

    /** The 200 has left: what the target had to say meanwhile follows. */
    private void begin(Exchange x, TargetEnd from) {
        open = true;
        for (ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
            x.client().body(piece);
        }
        x.client().flush();
        if (from.isEnded()) {
            x.client().end(Unpooled.EMPTY_BUFFER);
        }
    }

    // The end

    @Override
    public void cancel() {
        exchange = null;
        early.forEach(ByteBuf::release);
        early.clear();
        TargetEnd to = target;
        if (to == null || gone) {
            return; // a connection that is only being made is closed once it is there
        }
        if (clientEnded || to.isEnded()) {
            touch();
            to.closeBehindAll();
        } else {
            loop.remove(idle);
            to.reset();
        }
    }
}
