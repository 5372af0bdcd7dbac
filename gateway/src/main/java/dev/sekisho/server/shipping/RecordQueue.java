package dev.sekisho.server.shipping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records that wait for their destination, bounded in number and bytes: where there is no room for another one, the oldest goes. One
 * thread puts, another takes; no event loop comes near it. Thread-safe.
 */
final class RecordQueue {

    private final int maxEntries;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> records = new ArrayDeque<>();
    private long bytes;
    private long since; // when the first of them began to wait
    private boolean stopped;

    RecordQueue(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Adds some at the end; returns how many were dropped for them, some of themselves included where they are more than may wait. */
    int offer(List<byte[]> more) {
        lock.lock();
        try {
            if (records.isEmpty()) {
                since = System.nanoTime();
            }
            for (byte[] record : more) {
                records.addLast(record);
                bytes += record.length;
            }
            int dropped = 0;
            while (records.size() > maxEntries || bytes > maxBytes) {
                bytes -= records.removeFirst().length;
                dropped++;
            }
            changed.signalAll();
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes some records from the beginning; waits for the first one, and then for the batch to fill.
     *
     * @param most records
     * @param mostBytes of them together; a longer one comes alone
     * @param delay nanoseconds that the first one waits for others
     * @param idle nanoseconds to wait for the first one
     * @return none where none came in time; empty where the queue has stopped and has no more
     */
    Optional<List<byte[]>> take(int most, long mostBytes, long delay, long idle) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + idle;
            while (records.isEmpty() && !stopped && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
            if (records.isEmpty()) {
                return stopped ? Optional.empty() : Optional.of(List.of());
            }
            long full = since + delay;
            while (records.size() < most && !stopped && full - System.nanoTime() > 0) {
                changed.awaitNanos(full - System.nanoTime());
            }
            return Optional.of(first(most, mostBytes));
        } finally {
            lock.unlock();
        }
    }

    private List<byte[]> first(int most, long mostBytes) {
        List<byte[]> batch = new ArrayList<>();
        long size = 0;
        while (!records.isEmpty()
                && batch.size() < most
                && (batch.isEmpty() || size + records.getFirst().length <= mostBytes)) {
            byte[] record = records.removeFirst();
            size += record.length;
            batch.add(record);
        }
        bytes -= size;
        since = System.nanoTime();
        return batch;
    }

    /** Waits so long, or until the queue stops. */
    void pause(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + nanos;
            while (!stopped && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come; what is there can still be taken, and nobody waits any more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int size() {
        lock.lock();
        try {
            return records.size();
        } finally {
            lock.unlock();
        }
    }
}
