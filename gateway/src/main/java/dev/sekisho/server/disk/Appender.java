package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is written, on one thread: so records need no lock, and their order is the order of what was asked for. */
final class Appender {

    private final Segments segments;
    private final Index index;
    private final Tally tally;
    private long sequence;
    private boolean removals; // that the disk need not have yet
    private boolean closed;

    Appender(Segments segments, Index index, Tally tally) {
        this.segments = segments;
        this.index = index;
        this.tally = tally;
    }

    /** Begins behind what was found. */
    void begin(long lastSequence, List<Entry> superseded) {
        sequence = lastSequence;
        superseded.forEach(this::retire);
        segments.room(0);
    }

    /** A full part of a body. */
    void block(Writing writing, ByteBuf data) {
        try {
            if (!writing.isDropped() && !store(writing, data)) {
                writing.drop();
            }
        } catch (IOException e) {
            trouble(writing, e);
        } finally {
            writing.written(data);
        }
    }

    private boolean store(Writing writing, ByteBuf data) throws IOException {
        Segment segment = home(writing, Header.BYTES + data.readableBytes());
        if (segment == null) {
            return false;
        }
        ByteBuffer header = ByteBuffer.allocate(Header.BYTES);
        Header.block(++sequence, writing.digest(), data.readableBytes()).put(header);
        int crc = Crc.of(data);
        long offset = segments.append(segment, header.flip(), data.nioBuffer());
        writing.stored(new Part(offset + Header.BYTES, data.readableBytes(), crc));
        return true;
    }

    /** The segment of a write, where it may go on; null where not. */
    private @Nullable Segment home(Writing writing, long need) throws IOException {
        Segment segment = writing.segment();
        if (closed) {
            return null;
        }
        if (segment == null) {
            segment = segments.current(need);
            if (segment != null) {
                segment.countWrites(1);
                writing.settle(segment);
            }
            return segment;
        }
        return segments.room(need) && !segment.isDoomed() ? segment : null;
    }

    /** The end of a body: its entry, with what is left of it. */
    void commit(Writing writing, @Nullable ByteBuf tail, byte[] metadata, long expires) {
        try {
            if (!writing.isDropped() && !publish(writing, tail, metadata, expires)) {
                writing.drop();
            }
        } catch (IOException e) {
            trouble(writing, e);
        } finally {
            if (tail != null) {
                writing.written(tail);
            }
            end(writing);
        }
    }

    private boolean publish(Writing writing, @Nullable ByteBuf tail, byte[] metadata, long expires) throws IOException {
        int inline = tail == null ? 0 : tail.readableBytes();
        int count = writing.parts().size() + (inline > 0 ? 1 : 0);
        int payload = writing.key().whole().length + metadata.length + count * Part.BYTES;
        Segment segment = home(writing, (long) Header.BYTES + payload + inline);
        if (segment == null) {
            return false;
        }
        if (tail != null && inline > 0) {
            writing.stored(new Part(segment.size() + Header.BYTES + payload, inline, Crc.of(tail)));
        }
        ByteBuffer body = tail == null ? ByteBuffer.allocate(0) : tail.nioBuffer();
        put(segment, writing.key(), metadata, expires, writing.parts().toArray(Part[]::new), body);
        tally.written.increment();
        return true;
    }

    private void put(Segment segment, BlobKey key, byte[] metadata, long expires, Part[] parts, ByteBuffer body)
            throws IOException {
        int payload = key.whole().length + metadata.length + parts.length * Part.BYTES;
        ByteBuffer record = ByteBuffer.allocate(Header.BYTES + payload).position(Header.BYTES);
        record.put(key.whole()).put(metadata);
        for (Part part : parts) {
            record.putLong(part.offset()).putInt(part.length()).putInt(part.crc());
        }
        Header header = new Header(
                Header.Kind.ENTRY,
                ++sequence,
                key.high(),
                key.low(),
                expires,
                key.whole().length,
                metadata.length,
                parts.length,
                body.remaining(),
                Crc.of(record, Header.BYTES, payload));
        record.position(0);
        header.put(record);
        long offset = segments.append(segment, record.position(0), body);
        long length = Arrays.stream(parts).mapToLong(Part::length).sum();
        enter(new Entry(segment, offset, header, length, System.nanoTime()));
    }

    private void enter(Entry entry) {
        entry.segment().use(System.nanoTime());
        entry.segment().countEntries(1);
        Entry before = index.put(entry.header().digest(), entry);
        if (before == null) {
            return;
        }
        if (before.segment() == entry.segment()) {
            before.segment().countEntries(-1); // the order within the file tells which one holds
        } else {
            retire(before);
        }
    }

    /** The write is over, one way or the other. */
    void end(Writing writing) {
        Segment segment = writing.segment();
        if (segment != null && !closed) {
            segment.countWrites(-1);
            segments.collect(segment);
        }
    }

    /** Other metadata for the same body: a record of its own in the body's segment. */
    void update(BlobKey key, byte[] metadata, long expires) {
        Entry entry = index.get(Digest.of(key));
        if (closed || entry == null || entry.segment().isDoomed()) {
            return;
        }
        try {
            Optional<Loaded> loaded = Loaded.load(entry, false);
            if (loaded.isEmpty()) {
                tally.damaged.increment();
                remove(entry);
            } else if (Arrays.equals(loaded.get().key(), key.whole())) {
                replace(entry, key, metadata, expires, loaded.get().parts());
            }
        } catch (IOException e) {
            tally.dropped.increment();
            segments.trouble(entry.segment(), e);
        }
    }

    private void replace(Entry entry, BlobKey key, byte[] metadata, long expires, Part[] parts) throws IOException {
        long need = (long) Header.BYTES + key.whole().length + metadata.length + (long) parts.length * Part.BYTES;
        Segment segment = entry.segment();
        boolean fits = segment.size() + need <= 2 * Math.max(segments.segmentLimit(), entry.length());
        if (fits && segments.room(need) && !segment.isDoomed()) {
            put(segment, key, metadata, expires, parts, ByteBuffer.allocate(0));
        } else {
            tally.dropped.increment();
            remove(entry);
        }
    }

    /** A key that is not wanted any more. */
    void remove(Digest digest) {
        Entry entry = index.get(digest);
        if (entry != null && !closed) {
            remove(entry);
            removals = true;
        }
        index.left(digest);
    }

    /** Removes this entry, unless it was replaced by now; gives whether it was there. */
    boolean remove(Entry entry) {
        boolean there = !closed && index.take(entry.header().digest(), entry);
        if (there) {
            retire(entry);
        }
        return there;
    }

    /** Makes sure that an entry that is not in the index any more does not come back with a restart. */
    private void retire(Entry entry) {
        Segment segment = entry.segment();
        segment.countEntries(-1);
        segments.collect(segment);
        if (segment.isDoomed()) {
            return;
        }
        try {
            ByteBuffer record = ByteBuffer.allocate(Header.BYTES);
            Header.removal(entry.sequence(), entry.header().digest()).put(record);
            segments.append(segment, record.flip());
            segments.unforced(segment);
        } catch (IOException e) {
            segments.trouble(segment, e);
            segments.doom(segment);
        }
    }

    /** What fell due goes. */
    void sweep(long wallMillis, long usedBefore) {
        for (Entry entry : index.all()) {
            if ((wallMillis >= entry.header().expires() || entry.used() - usedBefore < 0) && remove(entry)) {
                tally.expired.increment();
            }
        }
    }

    /** Has the disk take removals that were asked for. */
    void force() {
        if (removals && !closed) {
            segments.force();
            removals = false;
        }
    }

    private void trouble(Writing writing, IOException e) {
        Segment segment = writing.segment();
        if (segment == null) {
            segments.trouble(e);
        } else {
            segments.trouble(segment, e);
        }
        writing.drop();
    }

    /** Nothing is written from now on. */
    void close() {
        closed = true;
        segments.close();
    }
}
