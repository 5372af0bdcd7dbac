package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.proxyprotocol.HeaderSender;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import dev.sekisho.dataplane.upstream.wire.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call at one target: gets a connection, sends the request, and reports what comes of it, to its call and to
 * what watches the target. Passes the response on to the exchange once the call accepts it. Used again; not thread-safe.
 */
final class Attempt implements ResponseSink, PooledConnection.Waiter {

    private final ProxyCall call;
    private final LoopContext loop;
    private final QueueTimeout queueTimeout = new QueueTimeout();
    private final TryTimeout tryTimeout = new TryTimeout();
    private final AttemptReport report;

    private @Nullable ResponseHead own; // of a try beside another one, until it has won
    private @Nullable TargetState target;
    private @Nullable RequestStream connection;
    private int use;
    private boolean running;
    private boolean waiting;
    private boolean left;
    private boolean reused; // a connection that rested before

    Attempt(ProxyCall call, LoopContext loop) {
        this.call = call;
        this.loop = loop;
        this.report = new AttemptReport(loop);
    }

    private final class QueueTimeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (waiting) {
                stopWaiting();
                ended(Reason.POOL_FULL);
            }
        }
    }

    private final class TryTimeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (running) {
                letGo();
                ended(Reason.UPSTREAM_TIMEOUT);
            }
        }
    }

    /**
     * Starts.
     *
     * @param permit what the upstream's breaker gave, or -1 without one
     * @param fresh whether only a connection made for it will do
     * @param beside whether another try is under way, whose response head must not be disturbed
     */
    void start(Member member, long permit, boolean fresh, boolean beside) {
        TargetState next = member.state();
        own = beside ? new ResponseHead() : null;
        target = next;
        running = true;
        left = false;
        use++;
        report.begin(call.service(), next, permit);
        long perTry = call.policy().perTryNanos();
        if (perTry > 0) {
            loop.timeout(tryTimeout, perTry);
        }
        ConnectionPool pool = next.pool(loop);
        PooledConnection free = fresh ? null : pool.acquire(loop.now());
        reused = free != null && free.isIdle();
        if (free != null) {
            send(free);
        } else {
            find(next, pool);
        }
    }

    /** There is no connection with room: opens one, or waits for one. */
    private void find(TargetState next, ConnectionPool pool) {
        UpstreamSettings settings = call.service().settings();
        boolean coming = pool.isRoomComing(settings.streams());
        if (!coming
                && pool.open() < settings.poolSize()
                && call.guards().connections().tryEnter()) {
            connect(next, pool, false);
        } else {
            await(pool, coming);
        }
    }

    private void await(ConnectionPool pool, boolean coming) {
        if (!call.guards().pending().tryEnter()) {
            ended(Reason.POOL_FULL);
            return;
        }
        UpstreamSettings settings = call.service().settings();
        waiting = true;
        pool.await(this);
        long opening = coming ? TimeUnit.MILLISECONDS.toNanos(settings.connectMillis()) : 0;
        loop.timeout(queueTimeout, Math.max(settings.queueNanos(), opening));
    }

    private void connect(TargetState next, ConnectionPool pool, boolean upgrade) {
        int serial = use;
        UpstreamService service = call.service();
        boolean shared = !upgrade && service.settings().isShared();
        Place place = new Place(pool, call.guards().connections(), shared);
        HeaderSender ahead = service.ahead(call.exchange());
        new Opening(loop, next, service, place, ahead, upgrade, (opened, reason) -> connected(opened, reason, serial))
                .start();
    }

    private void connected(@Nullable PooledConnection opened, Reason reason, int serial) {
        boolean wanted = use == serial && running && connection == null && !waiting;
        if (opened == null) {
            if (wanted) {
                ended(reason);
            }
        } else if (!wanted) {
            opened.unwanted();
        } else if (opened.isUsable(loop.now())) {
            send(opened);
        } else {
            await(target().pool(loop), false); // it lets nobody in for now
        }
    }

    private void send(PooledConnection free) {
        RequestStream stream = free.stream();
        connection = stream;
        left = true;
        call.sending(this, stream);
    }

    /** Whether it has neither failed nor been answered in full. */
    boolean isRunning() {
        return running;
    }

    /** Whether something of the request has left. */
    boolean hasLeft() {
        return left;
    }

    /** Whether it went out on a connection that had rested. */
    boolean isReused() {
        return reused;
    }

    TargetState target() {
        TargetState current = target;
        if (current == null) {
            throw new IllegalStateException("target: none (expected: chosen)");
        }
        return current;
    }

    @Nullable
    RequestStream connection() {
        return connection;
    }

    /** Gives it up, without a verdict on the target. */
    void cancel() {
        if (running) {
            letGo();
            over();
            report.cancelled();
        }
    }

    /** Gives it up, since it took too long. */
    void timeOut() {
        if (running) {
            letGo();
            over();
            report.timedOut();
        }
    }

    /** Gives it up: its answer is of no use, as has been reported. */
    void discard() {
        letGo();
        over();
        report.over();
    }

    private void letGo() {
        if (waiting) {
            stopWaiting();
        }
        RequestStream current = connection;
        connection = null;
        if (current != null) {
            current.abort();
        }
    }

    private void over() {
        running = false;
        use++;
        loop.clear(tryTimeout);
    }

    /** It came to nothing. */
    private void ended(Reason cause) {
        over();
        Reason reason = cause == Reason.UPSTREAM_RESET && call.isDue() ? Reason.DEADLINE : cause;
        if (isNoFault(reason)) {
            report.cancelled();
        } else {
            report.failed(reason);
        }
        left &= reason != Reason.UPSTREAM_REFUSED;
        call.failed(this, reason);
    }

    /** Whether the target did what it may: close an idle connection, turn a request away that it has not looked at. */
    private boolean isNoFault(Reason reason) {
        return switch (reason) {
            case UPSTREAM_RESET -> reused;
            case DEADLINE -> true; // it keeps to the time that it was told
            case UPSTREAM_REFUSED -> true;
            case UPSTREAM_PROTOCOL -> left; // the request does not fit the connection
            default -> false;
        };
    }

    // Waiting for a pooled connection

    @Override
    public void take(PooledConnection free) {
        waited();
        send(free);
    }

    @Override
    public void mayOpen() {
        TargetState next = target();
        waited();
        if (call.guards().connections().tryEnter()) {
            connect(next, next.pool(loop), false);
        } else {
            ended(Reason.POOL_FULL);
        }
    }

    @Override
    public boolean tryOpen() {
        if (!call.guards().connections().tryEnter()) {
            return false;
        }
        TargetState next = target();
        stopWaiting();
        connect(next, next.pool(loop), false);
        return true;
    }

    @Override
    public void cannotOpen(Reason reason) {
        waited();
        ended(reason);
    }

    private void waited() {
        waiting = false;
        loop.clear(queueTimeout);
        call.guards().pending().leave();
    }

    private void stopWaiting() {
        waited();
        target().pool(loop).giveUp(this);
    }

    // The response

    @Override
    public RequestHead request() {
        return call.exchange().request();
    }

    @Override
    public ResponseHead response() {
        ResponseHead head = own;
        return head == null ? call.exchange().response() : head;
    }

    @Override
    public long readNanos() {
        return call.readNanos();
    }

    @Override
    public long eventNanos() {
        return call.eventNanos();
    }

    @Override
    public void interim() {
        if (own == null) {
            Exchange x = call.exchange();
            x.client().informational(x);
        }
    }

    @Override
    public void tunnel(ByteBuf first) {
        Exchange x = accepted();
        call.tunnelBegun();
        ChainRunner.switchProtocols(x, first);
    }

    @Override
    public void head(ByteBuf piece) {
        if (isShared() && GrpcStatus.comesLater(response())) {
            report.begun();
        } else {
            report.answered(status(Unpooled.EMPTY_BUFFER));
        }
        if (call.rejects(this)) {
            rejected();
            piece.release();
            discard();
            call.replaceAnswer(this);
            return;
        }
        Exchange x = accepted();
        call.answerPiece(piece);
        ChainRunner.upstreamHead(x, piece, false);
    }

    @Override
    public void whole(ByteBuf body, ByteBuf trailers) {
        connection = null;
        report.answered(status(trailers));
        if (call.rejects(this)) {
            rejected();
            body.release();
            trailers.release();
            over();
            report.over();
            call.replaceAnswer(this);
            return;
        }
        Exchange x = accepted();
        over();
        report.over();
        call.answerPiece(body);
        call.answerWhole();
        if (!trailers.isReadable()) {
            trailers.release();
            ChainRunner.upstreamHead(x, body, true);
            return;
        }
        int serial = x.serial();
        ChainRunner.upstreamHead(x, body, false);
        if (x.serial() == serial && !ChainRunner.endHeld(x)) {
            x.client().end(trailers);
        } else {
            trailers.release(); // a policy still looks at the head, or has answered in the upstream's place
        }
    }

    /** Notes what it answered, although the client gets something else. */
    private void rejected() {
        Exchange x = call.exchange();
        if (own == null) {
            x.upstreamTries().answer(response().status(), loop.now());
            x.upstreamTries().end(loop.now());
        }
    }

    /** The status as breakers and health see it: a gRPC call may have failed for all that its head says. */
    private int status(ByteBuf trailers) {
        ResponseHead head = response();
        return isShared() ? GrpcStatus.asHttp(head, trailers) : head.status();
    }

    private boolean isShared() {
        return call.service().settings().isShared();
    }

    /** This is the answer: no other try counts any more. */
    private Exchange accepted() {
        loop.clear(tryTimeout);
        Exchange x = call.exchange();
        ResponseHead head = own;
        own = null;
        call.accepted(this);
        if (head != null) {
            x.response().copy(head);
        }
        x.upstreamTries().over(loop.now());
        x.upstreamStatus(x.response().status());
        x.upstreamTries().answer(x.response().status(), loop.now());
        call.headIn(this);
        return x;
    }

    @Override
    public boolean isHeld() {
        return own == null && ChainRunner.isHeld(call.exchange());
    }

    @Override
    public void body(ByteBuf piece) {
        call.answerPiece(piece);
        call.exchange().client().body(piece);
    }

    @Override
    public void flush() {
        call.exchange().client().flush();
    }

    @Override
    public void end(ByteBuf piece, ByteBuf trailers) {
        Exchange x = call.exchange();
        connection = null;
        if (report.isOpen()) {
            report.answered(status(trailers));
        }
        over();
        report.over();
        ClientStream client = x.client();
        call.answerPiece(piece);
        call.answerWhole();
        client.body(piece);
        client.end(trailers);
    }

    @Override
    public void ready() {
        call.writable(this);
    }

    @Override
    public void failed(Reason reason) {
        connection = null;
        if (reason == Reason.UPSTREAM_PROTOCOL
                && call.exchange().request().isUpgrade()
                && call.service().upgrades()) {
            upgrade();
        } else {
            ended(reason);
        }
    }

    /** The target does not take the upgrade over HTTP/2, so that nothing has left yet: it is asked on HTTP/1.1. */
    private void upgrade() {
        left = reused = false;
        ConnectionPool pool = target().pool(loop);
        if (pool.open() < call.service().settings().poolSize()
                && call.guards().connections().tryEnter()) {
            connect(target(), pool, true);
        } else {
            ended(Reason.POOL_FULL);
        }
    }
}
