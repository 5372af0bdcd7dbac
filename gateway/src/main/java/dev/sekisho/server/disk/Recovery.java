package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what earlier processes left in a directory. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Folder folder;
    private final Segments segments;
    private final Index index;
    private final Tally tally;
    private final List<Entry> superseded = new ArrayList<>();
    private long sequence;

    Recovery(Folder folder, Segments segments, Index index, Tally tally) {
        this.folder = folder;
        this.segments = segments;
        this.index = index;
        this.tally = tally;
    }

    /** Reads all segments into the index. */
    void run() throws IOException {
        for (Map.Entry<Long, Path> file : folder.segments().entrySet()) {
            segments.taken(file.getKey());
            if (Folder.isFile(file.getValue())) {
                try {
                    read(file.getKey(), file.getValue());
                } catch (IOException e) {
                    tally.readErrors.increment();
                    LOG.warn("disk: {} is left alone: {}", file.getValue(), e.toString());
                }
            }
        }
    }

    /** The highest sequence of all records. */
    long sequence() {
        return sequence;
    }

    /** Entries with a newer one in another segment, which a crash kept from being removed; gone from the index. */
    List<Entry> superseded() {
        return superseded;
    }

    private void read(long id, Path path) throws IOException {
        Segment segment = segments.existing(id, path);
        boolean kept = false;
        try {
            FileHeader.Kind kind = kind(segment);
            if (kind == FileHeader.Kind.OURS) {
                kept = read(segment);
            }
            if (!kept && kind != FileHeader.Kind.FOREIGN) {
                LOG.info("disk: {} is of no use and deleted", path.getFileName());
                Files.deleteIfExists(path);
            }
        } finally {
            if (!kept) {
                segment.release();
            }
        }
    }

    private static FileHeader.Kind kind(Segment segment) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(segment.size(), FileHeader.BYTES));
        segment.read(start, 0);
        return FileHeader.kind(start.flip(), segment.id());
    }

    private boolean read(Segment segment) throws IOException {
        Scan scan = Scan.of(segment);
        sequence = Math.max(sequence, scan.sequence());
        if (scan.isDamaged()) {
            tally.damaged.add(Math.max(1, scan.found().size()));
            return false;
        }
        if (scan.found().isEmpty()) {
            return false;
        }
        segment.endAt(scan.valid());
        segments.add(segment);
        long now = System.nanoTime();
        scan.found().forEach((digest, found) ->
                put(digest, new Entry(segment, found.offset(), found.header(), found.length(), now)));
        return true;
    }

    private void put(Digest digest, Entry entry) {
        entry.segment().countEntries(1);
        Entry other = index.get(digest);
        if (other == null) {
            index.put(digest, entry);
        } else if (other.sequence() < entry.sequence()) {
            index.put(digest, entry);
            superseded.add(other);
        } else {
            superseded.add(entry);
        }
    }
}
