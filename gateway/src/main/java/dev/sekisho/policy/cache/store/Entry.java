package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A response in memory. Its body is counted: it stays while it stands under its key and while somebody serves it, so that it may be
 * evicted at any moment. Immutable, thread-safe.
 */
public final class Entry implements Stored {

    private final Meta meta;
    private final ByteBuf body;
    private final long since; // when it came in, a System.nanoTime value

    /** Takes the body over. {@code now} is when it came in, a {@link System#nanoTime} value. */
    public Entry(Meta meta, ByteBuf body, long now) {
        this.meta = meta;
        this.body = body;
        this.since = now;
    }

    /** What is known of it. */
    public Meta meta() {
        return meta;
    }

    @Override
    public Meta.About about() {
        return meta.about();
    }

    /** Its age by the clock of the loop, milliseconds. */
    public long age(LoopContext loop) {
        return meta.age() + Math.max(0, TimeUnit.NANOSECONDS.toMillis(loop.now() - since));
    }

    /** The body, the caller's, with a reader index of its own; empty where it was evicted just now. */
    public Optional<ByteBuf> body() {
        try {
            return Optional.of(body.retainedDuplicate());
        } catch (IllegalReferenceCountException e) {
            return Optional.empty();
        }
    }

    @Override
    public int weight() {
        return meta.weight() + body.capacity();
    }

    @Override
    public void dropped() {
        body.release();
    }
}
