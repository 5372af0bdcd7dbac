package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.LoopContext;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * A close in two steps (RFC 9112 section 9.6). A kernel that is told to close a connection with bytes unread, or gets more
 * bytes after that, answers with a reset, and a reset can destroy a response that the client has not read yet. So where the
 * client may still be sending, the gateway ends its own direction first, and reads and drops what comes until the client
 * closes too, rests, or has had its time. One object a close; on the connection's loop only.
 */
final class LingeringClose implements ChannelFutureListener {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2); // longest wait for more; nginx: 5 s
    private static final long TOTAL_NANOS = TimeUnit.SECONDS.toNanos(30); // as nginx, lingering_time
    private static final long MAX_BYTES =
            256 << 20; // so that a fast sender does not keep the loop busy for all that time

    private final DuplexChannel channel;
    private final LoopContext loop;
    private final ClientTimeout timeout;
    private long bytes;
    private long deadline;
    private boolean flushed;

    LingeringClose(DuplexChannel channel, LoopContext loop, ClientTimeout timeout) {
        this.channel = channel;
        this.loop = loop;
        this.timeout = timeout;
        channel.config().setAutoRead(true);
    }

    /** All of the response has left, or cannot leave any more. */
    @Override
    public void operationComplete(ChannelFuture sent) {
        if (!sent.isSuccess()) {
            channel.close();
            return;
        }
        flushed = true;
        deadline = loop.now() + TOTAL_NANOS;
        timeout.await(QUIET_NANOS);
        channel.shutdownOutput();
    }

    /** Whether all of the response has left. */
    boolean isFlushed() {
        return flushed;
    }

    /** So many bytes of the client came and were dropped. */
    void dropped(int count) {
        bytes += count;
        long left = flushed ? deadline - loop.now() : 1;
        if (bytes > MAX_BYTES || left <= 0) {
            channel.close();
        } else if (flushed && channel.isActive()) {
            timeout.await(Math.min(QUIET_NANOS, left));
        }
    }
}
