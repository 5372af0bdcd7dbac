package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One body on its way to the disk: gathered into blocks by its user's thread, which then belong to the thread that appends. */
final class Writing implements BlobStore.Writer {

    private static final int LEAST = 512; // bytes of a first buffer where nothing is known of the length

    private final DiskCore core;
    private final BlobKey key;
    private final Digest digest;
    private final long expected;
    private final List<Part> parts = new ArrayList<>(1); // of the thread that appends, as is the segment
    private @Nullable Segment segment;
    private @Nullable ByteBuf block;
    private int charged;
    private long total;
    private boolean over;
    private volatile boolean dropped;

    Writing(DiskCore core, BlobKey key, long expected) {
        this.core = core;
        this.key = key;
        this.digest = Digest.of(key);
        this.expected = expected;
        if (expected > core.settings().maxEntry()) {
            drop();
        }
    }

    @Override
    public boolean write(ByteBuf piece) {
        int length = piece.readableBytes();
        total += length;
        if (over || dropped) {
            letGo();
            return false;
        }
        if (total > core.settings().maxEntry() || expected >= 0 && total > expected) {
            drop();
            letGo();
            return false;
        }
        for (int at = 0; at < length && !dropped; ) {
            ByteBuf into = block(length - at);
            int count = Math.min(length - at, into.maxWritableBytes());
            into.writeBytes(piece, piece.readerIndex() + at, count);
            at += count;
            charge(into);
            if (into.maxWritableBytes() == 0) {
                pass();
            }
        }
        return !dropped;
    }

    private ByteBuf block(int next) {
        ByteBuf open = block;
        if (open == null) {
            long known = Math.max(next, expected - total + next);
            int first = (int) Math.clamp(known, LEAST, Limits.BLOCK);
            open = PooledByteBufAllocator.DEFAULT.directBuffer(first, Limits.BLOCK);
            block = open;
        }
        return open;
    }

    /** What waits for the disk is bounded over all writes. */
    private void charge(ByteBuf buffer) {
        int more = buffer.capacity() - charged;
        charged = buffer.capacity();
        if (more != 0 && !core.charge(more)) {
            drop();
            letGo();
        }
    }

    private void pass() {
        ByteBuf full = block;
        block = null;
        charged = 0;
        if (full != null && !core.append(appender -> appender.block(this, full))) {
            written(full);
            drop();
        }
    }

    private void letGo() {
        ByteBuf open = block;
        block = null;
        if (open != null) {
            core.charge(-charged);
            open.release();
        }
        charged = 0;
    }

    @Override
    public void commit(byte[] metadata, long expires) {
        if (over) {
            return;
        }
        over = true;
        if (metadata.length > BlobStore.MAX_METADATA || expected >= 0 && total != expected) {
            drop();
        }
        if (dropped) {
            letGo();
        }
        ByteBuf tail = block;
        block = null;
        if (!core.append(appender -> appender.commit(this, tail, metadata, expires)) && tail != null) {
            written(tail);
        }
    }

    @Override
    public void abort() {
        if (!over) {
            over = true;
            letGo();
            core.append(appender -> appender.end(this));
        }
    }

    BlobKey key() {
        return key;
    }

    Digest digest() {
        return digest;
    }

    @Nullable Segment segment() {
        return segment;
    }

    List<Part> parts() {
        return parts;
    }

    void settle(Segment home) {
        segment = home;
    }

    void stored(Part part) {
        parts.add(part);
    }

    /** A buffer is not needed any more. */
    void written(ByteBuf buffer) {
        core.charge(-buffer.capacity());
        buffer.release();
    }

    boolean isDropped() {
        return dropped;
    }

    /** Gives it up, and counts it the first time. From either thread: twice counted at worst. */
    void drop() {
        if (!dropped) {
            dropped = true;
            core.tally().dropped.increment();
        }
    }
}
