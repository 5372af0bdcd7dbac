package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a stream has carried, over reloads. Each loop writes its own numbers; sums are read from other threads, a moment late.
 * Thread-safe.
 */
public final class StreamCounts {

    private static final int PADDING = 16; // longs between the numbers of two loops, so that they share no cache line
    private static final int OPEN = 0;
    private static final int OPENED = 1;
    private static final int RECEIVED = 2;
    private static final int SENT = 3;

    private final AtomicLongArray cells;
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    /** Nothing yet, for that many loops. */
    public StreamCounts(int loops) {
        this.cells = new AtomicLongArray(loops * PADDING);
    }

    private void add(LoopContext loop, int cell, long amount) {
        int at = loop.index() * PADDING + cell;
        cells.setOpaque(at, cells.getPlain(at) + amount); // one writer, the loop
    }

    private long sum(int cell) {
        long sum = 0;
        for (int i = cell; i < cells.length(); i += PADDING) {
            sum += cells.getOpaque(i);
        }
        return sum;
    }

    void opened(LoopContext loop) {
        add(loop, OPEN, 1);
        add(loop, OPENED, 1);
    }

    void closed(LoopContext loop) {
        add(loop, OPEN, -1);
    }

    void received(LoopContext loop, int bytes) {
        add(loop, RECEIVED, bytes);
    }

    void sent(LoopContext loop, int bytes) {
        add(loop, SENT, bytes);
    }

    void failed(String reason) {
        failures.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    /** Connections, or sessions, that are open. */
    public long open() {
        return sum(OPEN);
    }

    /** Connections, or sessions, so far. */
    public long total() {
        return sum(OPENED);
    }

    /** Bytes that clients have sent. */
    public long received() {
        return sum(RECEIVED);
    }

    /** Bytes that went to clients. */
    public long sent() {
        return sum(SENT);
    }

    /** What has failed so far, by its reason. */
    public Map<String, Long> failures() {
        Map<String, Long> all = new TreeMap<>();
        failures.forEach((reason, count) -> all.put(reason, count.sum()));
        return all;
    }
}
