package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments of a store, and which of them go when room is wanted. Of the thread that appends, but for figures. */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Folder folder;
    private final Channels channels;
    private final Supplier<BlobStore.Settings> settings;
    private final Index index;
    private final Tally tally;
    private final List<Segment> living = new ArrayList<>();
    private final Set<Segment> unforced = new HashSet<>();
    private final AtomicLong held = new AtomicLong(); // bytes of doomed segments that are still read
    private @Nullable Segment current;
    private long nextId = 1;
    private long pausedUntil = System.nanoTime();
    private volatile long bytes;
    private volatile int count;

    Segments(Folder folder, Channels channels, Supplier<BlobStore.Settings> settings, Index index, Tally tally) {
        this.folder = folder;
        this.channels = channels;
        this.settings = settings;
        this.index = index;
        this.tally = tally;
    }

    /** Bytes of all files, read ones without a name too. */
    long bytes() {
        return bytes + held.get();
    }

    int count() {
        return count;
    }

    /** Opens a file that is there; not yet one of the segments. */
    Segment existing(long id, Path path) throws IOException {
        FileChannel channel = channels.open(path, false);
        return new Segment(id, path, channel, channel.size(), System.nanoTime(), this::gone);
    }

    /** A number that is taken. */
    void taken(long id) {
        nextId = Math.max(nextId, id + 1);
    }

    /** Adds one that was read; the last of them goes on being written where it has room. */
    void add(Segment segment) {
        living.add(segment);
        bytes += segment.size();
        count = living.size();
        current = segment;
    }

    /** Where a new entry goes; null where nothing can be written now. */
    @Nullable Segment current(long need) throws IOException {
        if (System.nanoTime() - pausedUntil < 0 || !room(need)) {
            return null;
        }
        Segment open = current;
        if (open == null || open.isDoomed() || open.size() >= segmentLimit()) {
            current = null;
            if (open != null) {
                collect(open);
            }
            open = create();
        }
        return open;
    }

    private Segment create() throws IOException {
        long id = nextId++;
        Path path = folder.segment(id);
        Segment segment = new Segment(id, path, channels.open(path, true), 0, System.nanoTime(), this::gone);
        try {
            segment.append(FileHeader.of(id));
        } catch (IOException e) {
            segment.doom();
            throw e;
        }
        add(segment);
        return segment;
    }

    /** Where a segment takes no more new entries, in bytes. */
    long segmentLimit() {
        return Limits.segment(settings.get().maxBytes());
    }

    /** Makes room; false where there is none, since doomed segments are still being read. */
    boolean room(long need) {
        long max = settings.get().maxBytes();
        while (bytes + need > max && !living.isEmpty()) {
            evict();
        }
        return bytes + need <= max && bytes + held.get() + need <= max + max / 4;
    }

    private void evict() {
        long now = System.nanoTime();
        Segment oldest = living.stream()
                .filter(segment -> segment != current || living.size() == 1)
                .min(Comparator.comparingLong(segment -> segment.used() - now))
                .orElseThrow();
        tally.evicted.add(oldest.countEntries(0));
        doom(oldest);
    }

    /** Appends; all or nothing. Gives the offset. */
    long append(Segment segment, ByteBuffer... pieces) throws IOException {
        long offset = segment.append(pieces);
        bytes += segment.size() - offset;
        return offset;
    }

    /** Says that a segment has a removal that the disk need not have yet. */
    void unforced(Segment segment) {
        unforced.add(segment);
    }

    /** Has the disk take all removals. */
    void force() {
        for (Segment segment : unforced) {
            try {
                if (!segment.isDoomed()) {
                    segment.force();
                }
            } catch (IOException e) {
                trouble(segment, e);
                doom(segment); // what it removed must not come back
            }
        }
        unforced.clear();
    }

    /** Deletes a segment that holds nothing any more. */
    void collect(Segment segment) {
        if (segment.isUnused() && segment != current && !segment.isDoomed()) {
            doom(segment);
        }
    }

    /** Deletes a segment and forgets its entries. */
    void doom(Segment segment) {
        if (living.remove(segment)) {
            held.addAndGet(segment.size());
            bytes -= segment.size();
            count = living.size();
        }
        segment.doom();
        current = current == segment ? null : current;
        if (segment.countEntries(0) == 0) {
            return;
        }
        for (Entry entry : index.all()) {
            if (entry.segment() == segment) {
                index.take(entry.header().digest(), entry);
            }
        }
    }

    private void gone(Segment segment) {
        if (segment.isDoomed() && segment.size() > 0) {
            held.addAndGet(-segment.size());
        }
    }

    /** The file system failed on writing: nothing new is written for a while. */
    void trouble(Segment segment, IOException e) {
        trouble(e);
        if (segment.isDoomed()) { // by its own failure to cut
            doom(segment);
        }
    }

    /** The same without a segment. */
    void trouble(IOException e) {
        tally.writeErrors.increment();
        pausedUntil = System.nanoTime() + Limits.PAUSE;
        LOG.warn("disk: {}: {}", folder.path(), e.toString());
    }

    /** Forces and closes all; they stay where they are. */
    void close() {
        for (Segment segment : living) {
            try {
                segment.force();
            } catch (IOException e) {
                trouble(e);
            }
            segment.release();
        }
        living.clear();
        count = 0;
        bytes = 0;
    }
}
