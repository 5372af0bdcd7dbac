package dev.sekisho.telemetry.lines;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A ring of bytes between one producer, an event loop, and one consumer, the writing thread (Lamport, 1977). Neither ever
 * waits for the other: a line that finds no room is dropped and counted.
 *
 * <p>A line is written in place and in one piece. Behind the ring stands room for one more line; what was written there
 * is copied to the ring's beginning, so that formatting never looks at the wrap. The producer publishes with a release
 * store of its position, the consumer frees with one of its own; each keeps to its own cache lines.
 */
public final class ByteRing {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int TAIL = 16; // 128 bytes apart, since processors fetch lines in pairs
    private static final int HEAD = 32;
    private static final int DROPPED = 17;

    private final byte[] bytes;
    private final int capacity;
    private final long[] cursors = new long[48];

    // The producer's own
    private long tail;
    private long knownHead;
    private long quietUntil;

    /**
     * A ring.
     *
     * @param capacity bytes, a power of two
     * @param longestLine bytes of the longest line
     */
    public ByteRing(int capacity, int longestLine) {
        if (Integer.bitCount(capacity) != 1 || longestLine > capacity) {
            throw new IllegalArgumentException(
                    "capacity: " + capacity + " (expected: a power of two, >= " + longestLine + ")");
        }
        this.capacity = capacity;
        this.bytes = new byte[capacity + longestLine];
        this.quietUntil = capacity / 2;
    }

    /** Where lines are written; the producer's. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a line of at most {@code room} bytes may be written now, or -1: dropped and counted. The producer's. */
    public int begin(int room) {
        if (tail + room - knownHead > capacity) {
            knownHead = (long) LONGS.getAcquire(cursors, HEAD);
            if (tail + room - knownHead > capacity) {
                LONGS.setOpaque(cursors, DROPPED, cursors[DROPPED] + 1);
                return -1;
            }
        }
        return (int) tail & (capacity - 1);
    }

    /** Publishes the line from {@code begin} to {@code end}. The producer's. */
    public void commit(int begin, int end) {
        int over = end - capacity;
        if (over > 0) {
            System.arraycopy(bytes, capacity, bytes, 0, over);
        }
        tail += end - begin;
        LONGS.setRelease(cursors, TAIL, tail);
    }

    /** Whether the consumer should be woken: half is full, and it was not woken a moment ago. The producer's. */
    public boolean isPressing() {
        if (tail < quietUntil) {
            return false;
        }
        knownHead = (long) LONGS.getAcquire(cursors, HEAD);
        boolean pressing = tail - knownHead >= capacity / 2;
        quietUntil = pressing ? tail + capacity / 4 : knownHead + capacity / 2;
        return pressing;
    }

    /** Moves whole lines into the buffer, as many as fit. The consumer's; returns the number of bytes. */
    public int drain(ByteBuffer into) {
        long head = cursors[HEAD];
        int ready = (int) ((long) LONGS.getAcquire(cursors, TAIL) - head);
        int length = ready <= into.remaining() ? ready : wholeLines(head, into.remaining());
        if (length == 0) {
            return 0;
        }
        int from = (int) head & (capacity - 1);
        int first = Math.min(length, capacity - from);
        into.put(bytes, from, first).put(bytes, 0, length - first);
        LONGS.setRelease(cursors, HEAD, head + length);
        return length;
    }

    private int wholeLines(long head, int room) {
        int length = room;
        while (length > 0 && bytes[(int) (head + length - 1) & (capacity - 1)] != '\n') {
            length--;
        }
        return length;
    }

    /** Lines dropped so far; for any thread. */
    public long dropped() {
        return (long) LONGS.getOpaque(cursors, DROPPED);
    }
}
