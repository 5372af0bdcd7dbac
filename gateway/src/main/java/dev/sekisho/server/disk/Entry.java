package dev.sekisho.server.disk;

/** What the index knows of an entry. Some 200 bytes of memory each, key and metadata being on disk. */
final class Entry {

    private final Segment segment;
    private final long offset;
    private final Header header;
    private final long length;
    private volatile long used;
    private volatile boolean gone;

    /**
     * An entry.
     *
     * @param offset of its record in the segment
     * @param length of its body
     * @param now a {@link System#nanoTime} value
     */
    Entry(Segment segment, long offset, Header header, long length, long now) {
        this.segment = segment;
        this.offset = offset;
        this.header = header;
        this.length = length;
        this.used = now;
    }

    Segment segment() {
        return segment;
    }

    long offset() {
        return offset;
    }

    Header header() {
        return header;
    }

    long length() {
        return length;
    }

    long sequence() {
        return header.sequence();
    }

    /** Somebody asked for it now. */
    void use(long now) {
        used = now;
        segment.use(now);
    }

    /** When somebody asked last, a {@link System#nanoTime} value. */
    long used() {
        return used;
    }

    /** From now on it is not found. */
    void leave() {
        gone = true;
    }

    /** Whether it is to be found. */
    boolean isThere(long wallMillis) {
        return !gone && !segment.isDoomed() && wallMillis < header.expires();
    }
}
