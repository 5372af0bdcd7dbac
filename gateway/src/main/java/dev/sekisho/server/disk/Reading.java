package dev.sekisho.server.disk;

import dev.sekisho.dataplane.BodyReader;
import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A body being read: one part at a time, each checked before it is given. Its segment stays for as long. */
final class Reading implements BlobStore.Reader {

    private final DiskStore store; // which thereby stays open
    private final Entry entry;
    private final Executor executor;
    private final BlobStore.Head head;
    private final Part[] parts;
    private @Nullable ByteBuf only;
    private long position;
    private long end;
    private boolean waiting;
    private boolean closed;

    private Reading(DiskStore store, Entry entry, Executor executor, BlobKey key, Loaded loaded) {
        this.store = store;
        this.entry = entry;
        this.executor = executor;
        this.head = loaded.head(entry, key);
        this.parts = loaded.parts();
        this.only = loaded.only();
        this.end = entry.length();
    }

    /** Begins; the entry's segment is held. False where too much waits. */
    static boolean open(DiskStore store, Entry entry, BlobKey key, Executor executor, BlobStore.Opening then) {
        return store.core().read(Digest.of(key), () -> {
            Loaded loaded = load(store.core(), entry, key);
            Reading reading = loaded == null ? null : new Reading(store, entry, executor, key, loaded);
            if (reading == null) {
                entry.segment().release();
            }
            try {
                executor.execute(() -> {
                    if (reading == null) {
                        then.missing();
                    } else {
                        then.opened(reading);
                    }
                });
            } catch (RejectedExecutionException e) { // the loop has ended
                if (reading != null) {
                    reading.close();
                }
            }
        });
    }

    private static @Nullable Loaded load(DiskCore core, Entry entry, BlobKey key) {
        try {
            Loaded loaded = Loaded.load(entry, true).orElse(null);
            if (loaded == null) {
                core.damaged(entry);
            } else if (!Arrays.equals(loaded.key(), key.whole())) {
                loaded.release();
                loaded = null;
            }
            (loaded == null ? core.tally().misses : core.tally().hits).increment();
            return loaded;
        } catch (IOException e) {
            core.tally().readErrors.increment();
            return null;
        }
    }

    @Override
    public BlobStore.Head head() {
        return head;
    }

    @Override
    public void range(long from, long length) {
        if (from < 0 || length < 0 || from > entry.length() - length) {
            throw new IllegalArgumentException(
                    "range: " + length + " bytes from " + from + " (expected: within " + entry.length() + ")");
        }
        position = from;
        end = from + length;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void next(BodyReader.Sink sink) {
        if (closed || waiting || position >= end) {
            throw new IllegalStateException("next: closed, waiting or at the end (expected: more to come)");
        }
        ByteBuf whole = only;
        if (whole != null) {
            give(whole.retainedSlice(), 0, sink);
            return;
        }
        int number = (int) (position / Limits.BLOCK);
        waiting = true;
        if (!store.core().read(entry.header().digest(), () -> fetch(number, sink))) {
            waiting = false;
            fail(sink);
        }
    }

    /** On a thread of the store. */
    private void fetch(int number, BodyReader.Sink sink) {
        ByteBuf part = part(parts[number]);
        try {
            executor.execute(() -> arrived(part, number, sink));
        } catch (RejectedExecutionException e) { // the loop has ended, and with it all that it could have done
            if (part != null) {
                part.release();
            }
            entry.segment().release();
        }
    }

    private @Nullable ByteBuf part(Part part) {
        ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer(part.length(), part.length());
        try {
            ByteBuffer bytes = read.nioBuffer(0, part.length());
            boolean whole = entry.segment().read(bytes, part.offset());
            read.writerIndex(part.length());
            if (whole && Crc.of(read) == part.crc()) {
                return read;
            }
            store.core().damaged(entry);
        } catch (IOException e) {
            store.core().tally().readErrors.increment();
        }
        read.release();
        return null;
    }

    private void arrived(@Nullable ByteBuf part, int number, BodyReader.Sink sink) {
        waiting = false;
        if (closed) {
            if (part != null) {
                part.release();
            }
            entry.segment().release();
        } else if (part == null) {
            fail(sink);
        } else {
            give(part, (long) number * Limits.BLOCK, sink);
        }
    }

    /** Gives what of a part is within the range. */
    private void give(ByteBuf part, long start, BodyReader.Sink sink) {
        long until = Math.min(end, start + part.readableBytes());
        ByteBuf piece = part.readSlice((int) (until - start)).skipBytes((int) (position - start));
        position = until;
        sink.piece(piece);
    }

    private void fail(BodyReader.Sink sink) {
        close();
        sink.failed();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ByteBuf whole = only;
        only = null;
        if (whole != null) {
            whole.release();
        }
        if (!waiting) {
            entry.segment().release();
        }
    }
}
