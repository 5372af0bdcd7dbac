package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the records of a segment that an earlier process left. A record that runs past the end of the file, or an end of zeros, is one
 * that was being written when the process or the machine died: the segment ends before it. Anything else that is wrong between records
 * makes the whole segment useless, because a removal may stand behind it.
 */
final class Scan {

    private static final int AHEAD = 8 << 10; // bytes read at once: header, key and metadata of most entries

    private final Segment segment;
    private final long end;
    private final Map<Digest, Found> found = new LinkedHashMap<>();
    private ByteBuffer window = ByteBuffer.allocateDirect(AHEAD).limit(0);
    private long windowAt;
    private long valid = FileHeader.BYTES;
    private long sequence;
    private boolean damaged;

    /**
     * An entry's record.
     *
     * @param offset in the file
     * @param length of the body
     */
    record Found(long offset, Header header, long length) {}

    private Scan(Segment segment) {
        this.segment = segment;
        this.end = segment.size();
    }

    /** Reads all of it. */
    static Scan of(Segment segment) throws IOException {
        Scan scan = new Scan(segment);
        while (!scan.damaged && scan.step()) {
            continue;
        }
        return scan;
    }

    /** Entries that were not replaced or removed within the segment, by digest. */
    Map<Digest, Found> found() {
        return found;
    }

    /** Where the last whole record ends. */
    long valid() {
        return valid;
    }

    /** The highest sequence of all records. */
    long sequence() {
        return sequence;
    }

    /** Whether the segment is of no use. */
    boolean isDamaged() {
        return damaged;
    }

    private boolean step() throws IOException {
        if (end - valid < Header.BYTES) {
            return false;
        }
        Header header = Header.read(bytes(valid, Header.BYTES)).orElse(null);
        if (header == null) {
            damaged = !isZeroFrom(valid);
            return false;
        }
        if (header.record() > end - valid) {
            return false;
        }
        take(header);
        valid += header.record();
        return true;
    }

    private void take(Header header) throws IOException {
        sequence = Math.max(sequence, header.sequence());
        if (header.kind() == Header.Kind.BLOCK) {
            return;
        }
        Found before = found.get(header.digest());
        if (before != null && before.header.sequence() <= header.sequence()) {
            found.remove(header.digest());
        }
        if (header.kind() == Header.Kind.ENTRY) {
            int length = Math.toIntExact(header.payload());
            ByteBuffer payload = bytes(valid + Header.BYTES, length);
            if (Crc.of(payload, payload.position(), length) == header.crc()) {
                found.put(header.digest(), new Found(valid, header, bodyLength(header, payload)));
            }
        }
    }

    private static long bodyLength(Header header, ByteBuffer payload) {
        int table = payload.position() + header.key() + header.metadata();
        long sum = 0;
        for (int i = 0; i < header.parts(); i++) {
            sum += payload.getInt(table + i * Part.BYTES + Long.BYTES);
        }
        return sum;
    }

    private boolean isZeroFrom(long offset) throws IOException {
        for (long at = offset; at < end; at += AHEAD) {
            ByteBuffer bytes = bytes(at, (int) Math.min(AHEAD, end - at));
            while (bytes.hasRemaining()) {
                if (bytes.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** These bytes of the file, from the position of what is given; they hold until the next call. */
    private ByteBuffer bytes(long offset, int length) throws IOException {
        if (offset < windowAt || offset + length > windowAt + window.limit()) {
            int wanted = (int) Math.min(Math.max(length, AHEAD), end - offset);
            window = wanted > window.capacity() ? ByteBuffer.allocateDirect(wanted) : window.clear().limit(wanted);
            windowAt = offset;
            if (!segment.read(window, offset)) {
                throw new IOException("segment: shorter than it was (expected: no other process)");
            }
            window.flip();
        }
        int start = (int) (offset - windowAt);
        return window.duplicate().limit(start + length).position(start);
    }
}
