package dev.sekisho.dataplane;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one event loop: its timeouts, its spare exchanges, its counts. Nothing here is shared, so nothing is
 * locked; counts may be read from other threads, which see them a moment late.
 */
public final class LoopContext {

    private static final int SPARE_EXCHANGES = 512;

    private final int index;
    private final EventLoop eventLoop;
    private final TimerWheel wheel = new TimerWheel(System.nanoTime());
    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private final RequestIds requestIds = new RequestIds();
    private final HttpDate date = new HttpDate();
    private final WebSocketCounts webSockets = new WebSocketCounts();
    private volatile long connections;
    private volatile long handshakes;
    private volatile long failedHandshakes;
    private volatile long refusedHeaders;
    private long now = System.nanoTime();
    private @Nullable ScheduledFuture<?> ticker;

    /** The context of the loop of that number. */
    public LoopContext(int index, EventLoop eventLoop) {
        this.index = index;
        this.eventLoop = eventLoop;
    }

    /** Reads the clock: once for each event that comes from outside, since each reading costs some 25 ns. */
    public long readClock() {
        now = System.nanoTime();
        return now;
    }

    /** When the event began that the loop is working on, a {@link System#nanoTime} value. */
    public long now() {
        return now;
    }

    /** Number of the loop, from 0. */
    public int index() {
        return index;
    }

    /** The loop. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Maker of request ids. */
    public RequestIds requestIds() {
        return requestIds;
    }

    /** The Date field. */
    public HttpDate date() {
        return date;
    }

    /** What is counted of WebSockets. */
    public WebSocketCounts webSockets() {
        return webSockets;
    }

    /** Sets a timeout that fires {@code nanos} from now, in place of an earlier one of the same entry. */
    public void timeout(TimerWheel.Entry entry, long nanos) {
        wheel.set(entry, now + nanos);
        if (ticker == null) {
            ticker = eventLoop.scheduleAtFixedRate(this::tick, TimerWheel.TICK, TimerWheel.TICK, TimeUnit.NANOSECONDS);
        }
    }

    /** Clears a timeout. */
    public void clear(TimerWheel.Entry entry) {
        wheel.clear(entry);
    }

    /** Takes the timeout of something that goes away for good. */
    public void remove(TimerWheel.Entry entry) {
        wheel.remove(entry);
    }

    private void tick() {
        wheel.advance(readClock());
        ScheduledFuture<?> current = ticker;
        if (wheel.isEmpty() && current != null) {
            current.cancel(false);
            ticker = null;
        }
    }

    /** An exchange to use, fresh or used before. */
    public Exchange acquire() {
        Exchange exchange = spare.pollFirst();
        return exchange != null ? exchange : new Exchange(this);
    }

    /** Takes an exchange back. */
    public void release(Exchange exchange) {
        exchange.clear();
        if (spare.size() < SPARE_EXCHANGES) {
            spare.addFirst(exchange);
        }
    }

    /** Counts a client connection opened (1) or closed (-1); on the loop. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    public void countConnection(int change) {
        connections += change;
    }

    /** Counts a TLS handshake of a client; on the loop. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    public void countHandshake(boolean good) {
        if (good) {
            handshakes++;
        } else {
            failedHandshakes++;
        }
    }

    /** Counts a connection closed for its PROXY protocol header, or for want of one; on the loop. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, the loop
    public void countRefusedHeader() {
        refusedHeaders++;
    }

    /** Connections of this loop that were closed for their PROXY protocol header, or for want of one. */
    public long refusedHeaders() {
        return refusedHeaders;
    }

    /** TLS handshakes of clients that were done on this loop. */
    public long handshakes() {
        return handshakes;
    }

    /** TLS handshakes of clients that failed on this loop. */
    public long failedHandshakes() {
        return failedHandshakes;
    }

    /** Client connections open on this loop. */
    public long connections() {
        return connections;
    }
}
