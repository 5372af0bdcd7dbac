package dev.sekisho.dataplane.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a silent client is pinged, and when it counts as gone. A ping bears a number that no other tunnel has, so that its
 * pong is told from pongs that answer the upstream's pings. Not thread-safe.
 */
final class KeepAlive {

    private static final int PAYLOAD = 16; // bytes

    /** What is to be done. */
    enum Due {
        /** Nothing yet. */
        NOTHING,
        /** A ping. */
        PING,
        /** The client is gone. */
        DEAD
    }

    private final long interval;
    private final long mark = ThreadLocalRandom.current().nextLong();
    private long since; // when the client was last heard, or pinged
    private long sent; // pings so far
    private boolean waiting; // for any sign of life, since the last ping

    /** With that interval, nanoseconds; 0 for never. */
    KeepAlive(long interval, long now) {
        this.interval = interval;
        this.since = now;
    }

    /** The client has sent something. */
    void heard(long now) {
        since = now;
        waiting = false;
    }

    Due due(long now) {
        if (interval == 0 || now - since < interval) {
            return Due.NOTHING;
        }
        return waiting ? Due.DEAD : Due.PING;
    }

    /** Nanoseconds until something may be due; {@link Long#MAX_VALUE} for never. */
    long left(long now) {
        return interval == 0 ? Long.MAX_VALUE : since + interval - now;
    }

    /** The next ping; the caller sends it now. */
    ByteBuf ping(ByteBufAllocator allocator, long now) {
        since = now;
        waiting = true;
        return Frames.ping(allocator, mark, ++sent);
    }

    /** Whether the payload is that of a ping of this tunnel. */
    boolean isAnswer(byte[] bytes, int from, int length, int key) {
        if (length != PAYLOAD || sent == 0) {
            return false;
        }
        long number = word(bytes, from + 8, key);
        return word(bytes, from, key) == mark && number > 0 && number <= sent;
    }

    private static long word(byte[] bytes, int from, int key) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | (bytes[from + i] & 0xFF);
        }
        return word ^ ((key & 0xFFFFFFFFL) << 32 | (key & 0xFFFFFFFFL));
    }
}
