package dev.sekisho.dataplane.upstream.h2;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection to a target, shared by the requests of its loop (RFC 9113). It is open once the peer's SETTINGS have
 * come: nothing of a request is sent to who does not speak HTTP/2. A connection that takes no more requests (age, GOAWAY, no
 * numbers left) lets those under way end, then closes with a GOAWAY of its own.
 *
 * <p>What arrives is handed on when a read is over, so that requests see it in few pieces and nothing that they do disturbs
 * the codec's work. On its loop only.
 */
public final class SharedConnection implements PooledConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SharedConnection.class);
    private static final int LAST_STREAM = Integer.MAX_VALUE - 2;

    /** Is told when it is open, or that it could not be opened: the reason then is not NONE. */
    public interface Opened {
        /** Once for each connection. */
        void opened(SharedConnection connection, Reason reason);
    }

    /** Where it stands in its pool. */
    private enum Standing {
        NONE,
        SHARED,
        IDLE
    }

    private final LoopContext loop;
    private final Place place;
    private final StreamLimits limits;
    private final boolean encrypted;
    private final Opened opened;
    private final Frames frames = new Frames(this);
    private final FrameHandler handler;
    private final ResponseFields fields = new ResponseFields();
    private final Timeout timeout = new Timeout();
    private final List<SharedStream> touched = new ArrayList<>();
    private final List<SharedStream> uploads = new ArrayList<>(0);
    private final long born;

    private Standing standing = Standing.NONE;
    private long heard; // when bytes came last
    private boolean settled; // the peer's SETTINGS have come
    private boolean told;
    private boolean nonsense;
    private boolean draining;
    private boolean closed;
    private boolean reading;
    private boolean scheduled;
    private boolean grown; // windows were widened in this read
    private boolean changed; // streams have closed, or may be fewer
    private boolean settling;

    /** A connection that opens once its {@link #handler} stands in a pipeline. */
    public SharedConnection(LoopContext loop, Place place, StreamLimits limits, boolean encrypted, Opened opened) {
        this.loop = loop;
        this.place = place;
        this.limits = limits;
        this.encrypted = encrypted;
        this.opened = opened;
        this.born = loop.now();
        this.handler = FrameHandler.of(this, frames);
        frames.listen(handler.connection());
    }

    private final class Timeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (!settled) {
                tell(Reason.CONNECT_TIMEOUT);
            }
            draining = true;
            handler.channel().close();
        }
    }

    /** What goes into the pipeline of its channel. */
    public ChannelHandler handler() {
        return handler;
    }

    /** Requests that it carries at once. */
    public int room() {
        return Math.min(limits.streams(), endpoint().maxActiveStreams());
    }

    private Http2Connection.Endpoint<?> endpoint() {
        return handler.connection().local();
    }

    private int active() {
        return endpoint().numActiveStreams();
    }

    // The pool's side

    @Override
    public boolean isUsable(long now) {
        return takesMore(now) && active() < room();
    }

    /** Whether it takes requests at all. */
    private boolean takesMore(long now) {
        Http2Connection all = handler.connection();
        return settled
                && !closed
                && !draining
                && handler.isActive()
                && !all.goAwayReceived()
                && !all.goAwaySent()
                && now - born < limits.lifetimeNanos()
                && endpoint().lastStreamCreated() < LAST_STREAM;
    }

    @Override
    public boolean isIdle() {
        return active() == 0;
    }

    @Override
    public RequestStream stream() {
        if (standing == Standing.IDLE) {
            standing = Standing.NONE; // the pool has taken it out
        }
        return new SharedStream(this, loop);
    }

    @Override
    public void unwanted() {
        // it settles once it is open, and serves who waits
    }

    @Override
    public void discard() {
        draining = true;
        standing = Standing.NONE;
        closeIfDone();
    }

    private void closeIfDone() {
        if (!closed && active() == 0) {
            closed = true;
            loop.clear(timeout);
            handler.channel().close(); // which sends a GOAWAY before
        }
    }

    /** Takes its place in the pool, and serves those who wait, as far as there is room. */
    public void settle() {
        if (closed || !settled || settling) {
            return;
        }
        settling = true;
        changed = false;
        ConnectionPool pool = place.pool();
        while (standing != Standing.IDLE && isUsable(loop.now())) { // from a rest only the pool takes it
            Waiter next = pool.pollWaiter();
            if (next == null) {
                break;
            }
            next.take(this);
        }
        settling = false;
        place();
    }

    private void place() {
        long now = loop.now();
        if (!takesMore(now)) {
            leavePool();
            closeIfDone();
        } else if (active() == 0) {
            rest();
        } else {
            loop.clear(timeout);
            share(active() < room());
        }
    }

    private void leavePool() {
        if (standing == Standing.SHARED) {
            place.pool().unshare(this);
            standing = Standing.NONE;
        }
    }

    private void rest() {
        if (standing == Standing.IDLE) {
            return;
        }
        leavePool();
        standing = Standing.IDLE;
        loop.timeout(timeout, limits.idleNanos());
        if (place.pool().release(this, limits.maxIdle()) == ConnectionPool.Release.FULL) {
            discard();
        }
    }

    private void share(boolean room) {
        if (room && standing == Standing.NONE && !place.pool().isRetired()) {
            place.pool().share(this);
            standing = Standing.SHARED;
        } else if (!room) {
            leavePool();
        }
        draining |= place.pool().isRetired();
    }

    // The requests' side

    StreamLimits limits() {
        return limits;
    }

    FrameHandler frameHandler() {
        return handler;
    }

    ResponseFields responseFields() {
        return fields;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    /** Whether the peer takes this request: of those that ask for another protocol only WebSocket, and not everywhere. */
    boolean takes(RequestHead request) {
        return !request.isUpgrade() || request.isWebSocket() && frames.takesTunnels();
    }

    /** Opens a stream for a request; false where there can be none any more. */
    boolean open(SharedStream request, Http2Headers head, boolean last) {
        Http2Stream stream = takesMore(loop.now()) ? handler.open(head, last) : null;
        if (stream == null) {
            changedLater();
            return false;
        }
        frames.bind(stream, request);
        request.opened(stream, last);
        if (!last) {
            uploads.add(request);
        }
        if (!settling) {
            place();
        }
        return true;
    }

    /** Something came for the request, which is told once the read is over, or soon. */
    void touch(SharedStream request) {
        touched.add(request);
        soon();
    }

    private void changedLater() {
        changed = true;
        soon();
    }

    private void soon() {
        if (!reading && !scheduled) {
            scheduled = true;
            loop.eventLoop().execute(() -> {
                scheduled = false;
                loop.readClock();
                deliver();
                if (handler.isActive()) {
                    handler.flush();
                }
            });
        }
    }

    /** All of the request has been given, or none will be. */
    void uploaded(SharedStream request) {
        uploads.remove(request);
    }

    /** A request had no answer for its whole time: if nothing at all came meanwhile, the peer may be gone. */
    void suspect(long since) {
        if (heard - since < 0) {
            draining = true;
            changedLater();
        }
    }

    // What the codec tells

    /** The handler stands in the pipeline. */
    void added() {
        heard = loop.now();
    }

    /** Preface and SETTINGS have been written: the peer's SETTINGS are due. */
    void greeted() {
        loop.readClock();
        loop.timeout(timeout, TimeUnit.MILLISECONDS.toNanos(limits.connectMillis()));
    }

    void reading() {
        heard = loop.readClock();
        reading = true;
    }

    void readComplete() {
        reading = false;
        if (grown) {
            grown = false;
            handler.flush(); // what the flow controller has goes first
            pump();
        }
        deliver();
    }

    void settings() {
        grown = true; // windows of streams may have changed
        changed = true;
        if (!settled) {
            settled = true;
            loop.clear(timeout);
            changedLater();
        }
    }

    void windowGrown() {
        grown = true;
    }

    void changed() {
        changedLater();
    }

    void malformed(Http2Stream stream) {
        SharedStream request = frames.request(stream);
        if (request != null) {
            request.malformed();
        }
    }

    /** What came is not HTTP/2, or against its rules: the codec closes the connection. */
    void nonsense() {
        nonsense = true;
        draining = true;
    }

    void writabilityChanged() {
        loop.readClock();
        if (handler.channel().isWritable()) {
            pump();
        } else {
            uploads.forEach(SharedStream::awaitRoom);
        }
    }

    /** The channel is closed; streams are about to be. */
    void closing() {
        loop.readClock();
        reading = true;
        closed = true;
        loop.remove(timeout);
        if (!told) {
            tell(nonsense ? Reason.UPSTREAM_PROTOCOL : Reason.CONNECT_REFUSED);
        }
        place.leave(this);
        standing = Standing.NONE;
    }

    void closed() {
        reading = false;
        deliver();
    }

    private void tell(Reason reason) {
        if (!told) {
            told = true;
            opened.opened(this, reason);
        }
    }

    // Handing on

    private void pump() {
        for (SharedStream request : List.copyOf(uploads)) {
            request.pump();
        }
    }

    /** A fault of whoever takes the response is no fault of the others. */
    private static void deliver(SharedStream request) {
        try {
            request.deliver();
        } catch (RuntimeException e) {
            LOG.error("a response could not be handed on", e);
            request.abort();
        }
    }

    private void deliver() {
        if (settled && !told) {
            tell(Reason.NONE);
        }
        if (changed) {
            settle();
        }
        for (int i = 0; i < touched.size(); i++) { // handing on may touch others
            deliver(touched.get(i));
        }
        touched.clear();
        if (changed) {
            settle();
        }
    }
}
