package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of records. One thread appends, others read at the same time. Once doomed, it has no name any more and takes nothing, but stays
 * readable for those who hold it; the last one closes it.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final long id;
    private final Path path;
    private final FileChannel channel;
    private final Consumer<Segment> closed;
    private final AtomicInteger holders = new AtomicInteger(1); // the store
    private volatile long size;
    private volatile long used;
    private volatile boolean doomed;
    private int entries; // of the thread that appends, as are the writes
    private int writes;

    /**
     * A segment that is open.
     *
     * @param size bytes that are valid
     * @param now a {@link System#nanoTime} value
     * @param closed told when it is gone for good
     */
    Segment(long id, Path path, FileChannel channel, long size, long now, Consumer<Segment> closed) {
        this.id = id;
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.used = now;
        this.closed = closed;
    }

    long id() {
        return id;
    }

    long size() {
        return size;
    }

    long used() {
        return used;
    }

    void use(long now) {
        used = now;
    }

    boolean isDoomed() {
        return doomed;
    }

    /** Counts entries that are found here; gives how many there are. */
    int countEntries(int change) {
        entries += change;
        return entries;
    }

    /** Counts writes under way; gives how many there are. */
    int countWrites(int change) {
        writes += change;
        return writes;
    }

    boolean isUnused() {
        return entries == 0 && writes == 0;
    }

    /** Appends; all or nothing. Gives the offset of the first byte. */
    long append(ByteBuffer... bytes) throws IOException {
        long start = size;
        try {
            channel.position(start);
            long left = 0;
            for (ByteBuffer each : bytes) {
                left += each.remaining();
            }
            while (left > 0) {
                left -= channel.write(bytes);
            }
            size = channel.position();
            return start;
        } catch (IOException e) {
            cut(start);
            throw e;
        }
    }

    private void cut(long end) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            LOG.warn("disk: {} could not be cut: {}", path.getFileName(), e.toString());
            doom();
        }
    }

    /** Drops what stands behind; for a file that was just read. */
    void endAt(long end) throws IOException {
        if (end < size) {
            channel.truncate(end);
            size = end;
        }
    }

    /** Reads a range; false where the file ends before. */
    boolean read(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Holds it; false where it is closed. */
    boolean hold() {
        while (true) {
            int count = holders.get();
            if (count == 0) {
                return false;
            }
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    void release() {
        if (holders.decrementAndGet() > 0) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("disk: {} could not be closed: {}", path.getFileName(), e.toString());
        }
        closed.accept(this);
    }

    /** Takes its name away, and lets it go; by the thread that appends. Again does nothing. */
    void doom() {
        if (doomed) {
            return;
        }
        doomed = true;
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("disk: {} could not be deleted: {}", path.getFileName(), e.toString());
        }
        release();
    }
}
