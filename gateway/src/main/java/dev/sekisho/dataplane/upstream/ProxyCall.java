package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One exchange's call to an upstream: finds a target and a connection, and tries again where that is safe.
 *
 * <p>Safe means: nothing of the request has left (the connection was refused), or the method is idempotent, no byte of a
 * body was passed and no byte of a response came (RFC 9110 section 9.2.2). The latter is tried once more, on a connection
 * made for it, since all pooled ones may have gone stale together. Used again on its loop; not thread-safe.
 */
final class ProxyCall implements UpstreamCall, PooledConnection.Waiter<UpstreamConnection> {

    private final LoopContext loop;
    private final ProxyCalls home;
    private final QueueTimeout queueTimeout = new QueueTimeout();
    private final ResponseRelay response;

    private @Nullable Exchange exchange;
    private @Nullable UpstreamService service;
    private @Nullable TargetState target;
    private @Nullable UpstreamConnection connection;
    private long tried;
    private int attempts;
    private int use;
    private boolean waiting;
    private boolean bodyPassed;
    private boolean repeated;

    ProxyCall(LoopContext loop, ProxyCalls home) {
        this.loop = loop;
        this.home = home;
        this.response = new ResponseRelay(this, loop);
    }

    private final class QueueTimeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (waiting) {
                stopWaiting();
                fail(Reason.POOL_FULL);
            }
        }
    }

    /** Starts the call. */
    void start(Exchange x, UpstreamService upstream) {
        exchange = x;
        service = upstream;
        tried = 0;
        attempts = 0;
        bodyPassed = repeated = false;
        x.upstream(this);
        tryTarget(Reason.NO_TARGET, false);
    }

    Exchange exchange() {
        Exchange x = exchange;
        if (x == null) {
            throw new IllegalStateException("exchange: none (expected: a call under way)");
        }
        return x;
    }

    private UpstreamService service() {
        UpstreamService upstream = service;
        if (upstream == null) {
            throw new IllegalStateException("service: none (expected: a call under way)");
        }
        return upstream;
    }

    /** Asks the next target; {@code otherwise} is the answer where none is left. */
    private void tryTarget(Reason otherwise, boolean fresh) {
        int number = service().next(loop, tried);
        if (number < 0 && fresh) {
            number = service().next(loop, 0); // the only target may be asked again
        }
        // beyond the 64th target there are no bits, and attempts alone say that all had their turn
        if (number < 0 || (!fresh && attempts >= service().targets().size())) {
            fail(otherwise);
            return;
        }
        attempts++;
        if (number < Long.SIZE) {
            tried |= 1L << number;
        }
        TargetState next = service().targets().get(number);
        target = next;
        ConnectionPool<UpstreamConnection> pool = next.pool(loop);
        long now = loop.now();
        UpstreamConnection idle = fresh ? null : pool.acquire(now);
        exchange().upstreamAsked(next.text(), now);
        if (idle != null) {
            send(idle);
        } else if (pool.open() < service().settings().poolSize()) {
            connect(next, pool);
        } else {
            waiting = true;
            pool.await(this);
            loop.timeout(queueTimeout, service().settings().queueNanos());
        }
    }

    private void connect(TargetState next, ConnectionPool<UpstreamConnection> pool) {
        List<InetSocketAddress> addresses = next.addresses();
        if (addresses.isEmpty()) {
            tryTarget(Reason.UNRESOLVED, false);
            return;
        }
        InetSocketAddress address = addresses.size() == 1
                ? addresses.getFirst()
                : addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
        UpstreamConnection opened = new UpstreamConnection(loop, pool, service().settings());
        pool.opening();
        int serial = use;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(next.transport().socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        service().settings().connectMillis())
                .handler(opened);
        bootstrap.connect(address).addListener((ChannelFuture done) -> connected(done, opened, pool, serial));
    }

    private void connected(
            ChannelFuture done, UpstreamConnection opened, ConnectionPool<UpstreamConnection> pool, int serial) {
        loop.readClock();
        boolean wanted = use == serial && exchange != null && connection == null;
        if (done.isSuccess()) {
            if (wanted) {
                send(opened);
            } else {
                opened.discard();
            }
            return;
        }
        pool.closed(opened);
        if (!wanted) {
            return;
        }
        if (done.cause() instanceof ConnectTimeoutException) {
            fail(Reason.CONNECT_TIMEOUT);
        } else {
            tryTarget(Reason.CONNECT_REFUSED, false);
        }
    }

    private void send(UpstreamConnection free) {
        TargetState next = target;
        if (next == null) {
            throw new IllegalStateException("target: none (expected: chosen)");
        }
        connection = free;
        free.begin(response, next.text());
        if (exchange().request().hasBody()) {
            exchange().client().upstreamWritable(true);
        }
    }

    // The connection's reports, as the response relay passes them on

    /** The attempt came to nothing; it may be repeated where nothing of a final response came. */
    void failed(Reason reason) {
        connection = null;
        if (reason == Reason.UPSTREAM_RESET
                && !repeated
                && !bodyPassed
                && exchange().request().method().isIdempotent()) {
            repeated = true;
            exchange().response().clear();
            tryTarget(reason, true);
            return;
        }
        fail(reason);
    }

    private void fail(Reason reason) {
        Exchange x = exchange();
        x.upstreamAnswered(loop.now());
        finished();
        ChainRunner.fail(x, reason);
    }

    /** The response is whole, or the call failed: this object may serve another call. */
    void finished() {
        exchange().upstream(null);
        recycle();
    }

    private void recycle() {
        use++;
        exchange = null;
        service = null;
        target = null;
        connection = null;
        home.release(this, loop);
    }

    // Waiting for a pooled connection

    @Override
    public void take(UpstreamConnection free) {
        waiting = false;
        loop.clear(queueTimeout);
        send(free);
    }

    @Override
    public void mayOpen() {
        TargetState next = target;
        waiting = false;
        loop.clear(queueTimeout);
        if (next != null) {
            connect(next, next.pool(loop));
        }
    }

    private void stopWaiting() {
        TargetState next = target;
        waiting = false;
        loop.clear(queueTimeout);
        if (next != null) {
            next.pool(loop).giveUp(this);
        }
    }

    // The client's side

    @Override
    public void requestBody(ByteBuf piece, boolean last) {
        UpstreamConnection current = connection;
        if (current == null) {
            piece.release();
            return;
        }
        bodyPassed = true;
        current.requestBody(piece, last, exchange().request().contentLength() < 0);
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        UpstreamConnection current = connection;
        if (current == null) {
            trailers.release();
            return;
        }
        bodyPassed = true;
        current.requestEnd(trailers);
    }

    @Override
    public void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return connection != null && connection.isWritable();
    }

    @Override
    public void clientWritable(boolean writable) {
        if (connection != null) {
            connection.clientWritable(writable);
        }
    }

    @Override
    public void cancel() {
        if (exchange == null) {
            return;
        }
        if (waiting) {
            stopWaiting();
        }
        if (connection != null) {
            connection.abort();
        }
        recycle();
    }
}
