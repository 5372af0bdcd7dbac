package dev.sekisho.dataplane.websocket;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.WebSocketCounts.By;
import dev.sekisho.dataplane.WebSocketLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket connection between a client and an upstream, whatever carries it: frames are policed both ways, silence is
 * limited, and what must end ends with a close frame where one can be sent, which is at the boundary of a frame.
 *
 * <p>Close frames of either side pass, and then each side has time to answer and to close. Where the gateway ends the
 * connection, it sends both sides a close frame, waits a little for their answers, and passes nothing any more. On its loop
 * only.
 */
public final class WebSocketTunnel {

    private static final long ANSWER_NANOS =
            TimeUnit.SECONDS.toNanos(30); // for a peer to answer the other's close frame
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3); // for what else is left to do at an end

    private final LoopContext loop;
    private final WebSocketLimits limits;
    private final TunnelEnds ends;
    private final ByteBufAllocator allocator;
    private final KeepAlive keepAlive;
    private final Flow up;
    private final Flow down;
    private final Timer timer = new Timer();

    private long lastPassed; // when something last passed, either way
    private boolean closing; // by the gateway
    private boolean over;
    private int code = CloseCode.BROKEN_OFF;
    private By by = By.NOBODY;

    /**
     * A tunnel whose handshake is done.
     *
     * @param deflate whether permessage-deflate was agreed on, {@link Handshake#agreesDeflate}
     */
    public WebSocketTunnel(
            LoopContext loop, WebSocketLimits limits, boolean deflate, ByteBufAllocator allocator, TunnelEnds ends) {
        this.loop = loop;
        this.limits = limits;
        this.ends = ends;
        this.allocator = allocator;
        this.keepAlive = new KeepAlive(limits.pingNanos(), loop.now());
        this.up = new Flow(true, deflate, limits.maxMessage());
        this.down = new Flow(false, deflate, limits.maxUpstreamMessage());
        this.lastPassed = loop.now();
        loop.webSockets().opened();
        arm();
    }

    /** Bytes of one direction. */
    private final class Flow implements FrameEvents {

        private final boolean fromClient;
        private final FrameFilter filter;
        private int due; // code of the gateway's own close frame, until it can be sent
        private boolean told; // a close frame has gone this way
        private boolean heard; // who sends this way has sent a close frame, or will not be listened to

        Flow(boolean fromClient, boolean deflate, long maxMessage) {
            this.fromClient = fromClient;
            this.filter = new FrameFilter(allocator, fromClient, deflate, limits.maxFrame(), maxMessage, this);
        }

        void take(ByteBuf in) {
            ByteBuf out = filter.filter(in);
            if (out.isReadable()) {
                lastPassed = loop.now();
                give(out);
            } else {
                out.release();
            }
            sendDue();
            if (!heard && (filter.closeCode() != 0 || filter.violation() != 0)) {
                heard = true;
                told |= filter.closeCode() != 0 && !closing;
                WebSocketTunnel.this.heard(this);
            }
        }

        private void give(ByteBuf bytes) {
            if (fromClient) {
                ends.toUpstream(bytes);
            } else {
                ends.toClient(bytes);
            }
        }

        /** Nothing but a close frame goes this way any more, at the next boundary. */
        void close(int with) {
            filter.stop();
            if (!told && due == 0) {
                due = with;
                sendDue();
            }
        }

        private void sendDue() {
            if (due == 0 || told || !filter.isAtBoundary()) {
                return;
            }
            told = true;
            give(Frames.close(allocator, due, fromClient));
            if (!fromClient) {
                ends.flushClient();
            }
        }

        /** Whether whoever the bytes of this direction are for can be told of the end, now or later. */
        boolean tells() {
            return told || !filter.isSevered();
        }

        @Override
        public void message() {
            loop.webSockets().message(fromClient);
        }

        @Override
        public boolean isOwnPong(byte[] bytes, int from, int length, int key) {
            return fromClient && keepAlive.isAnswer(bytes, from, length, key);
        }
    }

    private final class Timer extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            WebSocketTunnel.this.expired(now);
        }
    }

    /** Bytes of the client; takes them over, and gives those that may pass to the upstream. */
    public void fromClient(ByteBuf in) {
        if (over) {
            in.release();
        } else {
            keepAlive.heard(loop.now());
            up.take(in);
        }
    }

    /** Bytes of the upstream; takes them over, and gives those that may pass to the client. */
    public void fromUpstream(ByteBuf in) {
        if (over) {
            in.release();
        } else {
            down.take(in);
        }
    }

    /** The gateway goes away: both sides are told so (1001) at the next boundary, and the tunnel ends soon. */
    public void drain() {
        if (!over && !closing && !up.heard && !down.heard) {
            end(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY, Reason.WEBSOCKET_DRAIN);
        }
    }

    /** One of the two connections is gone, or {@link TunnelEnds#finish} closes them: nothing passes any more. */
    public void ended() {
        if (!over) {
            over = true;
            loop.remove(timer);
            loop.webSockets().closed(code, by);
        }
    }

    // The end

    /** A side has sent a close frame, or what must not be. */
    private void heard(Flow flow) {
        int violation = flow.filter.violation();
        if (closing) {
            finishIfAnswered();
        } else if (violation != 0) {
            violated(flow, violation);
        } else {
            if (by == By.NOBODY) {
                code = flow.filter.closeCode();
                by = flow.fromClient ? By.CLIENT : By.UPSTREAM;
            }
            loop.timeout(timer, up.heard && down.heard ? GRACE_NANOS : ANSWER_NANOS);
        }
    }

    private void violated(Flow flow, int violation) {
        boolean size = violation == CloseCode.TOO_BIG;
        if (flow.fromClient) {
            Reason why = size ? Reason.WEBSOCKET_TOO_BIG : Reason.WEBSOCKET_FRAME;
            end(CloseCode.GOING_AWAY, violation, why);
        } else {
            Reason why = size ? Reason.UPSTREAM_WEBSOCKET_TOO_BIG : Reason.UPSTREAM_WEBSOCKET_FRAME;
            end(violation, CloseCode.GOING_AWAY, why);
        }
    }

    /** Ends the tunnel with these codes for the upstream and for the client. */
    private void end(int toUpstream, int toClient, Reason why) {
        closing = true;
        if (by == By.NOBODY) {
            by = By.GATEWAY;
            code = Math.max(toUpstream, toClient); // of a violation, else 1001
        }
        ends.reason(why);
        up.close(toUpstream);
        down.close(toClient);
        loop.timeout(timer, GRACE_NANOS);
        finishIfAnswered();
    }

    /**
     * Ends once each side that was told of the end has answered. An upstream that broke the protocol has its time to close:
     * closing before it has read what it was told would end in a reset, and that takes the close frame along. For clients
     * {@link TunnelEnds#finish} sees to that.
     */
    private void finishIfAnswered() {
        boolean client = up.heard || !down.tells();
        boolean upstream = (down.heard && down.filter.violation() == 0) || !up.tells();
        if (!over && client && upstream) {
            finish();
        }
    }

    private void finish() {
        ended();
        ends.finish();
    }

    // Time

    private void expired(long now) {
        if (closing || up.heard || down.heard) {
            finish();
        } else if (limits.idleNanos() > 0 && now - lastPassed >= limits.idleNanos()) {
            end(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY, Reason.WEBSOCKET_IDLE);
        } else {
            keepAlive(now);
            if (!closing) {
                arm();
            }
        }
    }

    private void keepAlive(long now) {
        switch (keepAlive.due(now)) {
            case NOTHING -> {}
            case PING -> {
                if (down.filter.isAtBoundary()) {
                    ends.toClient(keepAlive.ping(allocator, now));
                    ends.flushClient();
                } else {
                    keepAlive.heard(now); // a frame for the client is under way, which must be taken in time anyway
                }
            }
            case DEAD -> {
                up.heard = true; // nothing is to be expected of the client
                end(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY, Reason.WEBSOCKET_SILENT);
            }
        }
    }

    private void arm() {
        long idle = limits.idleNanos() == 0 ? Long.MAX_VALUE : lastPassed + limits.idleNanos() - loop.now();
        long next = Math.min(idle, keepAlive.left(loop.now()));
        if (next < Long.MAX_VALUE) {
            loop.timeout(timer, Math.max(next, 0));
        }
    }
}
