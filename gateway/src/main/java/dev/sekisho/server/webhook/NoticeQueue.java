package dev.sekisho.server.webhook;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A bounded queue that event loops put into without a lock; one thread takes. */
final class NoticeQueue {

    private final int limit;
    private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile @Nullable Thread taker;
    private volatile boolean stopped;

    NoticeQueue(int limit) {
        this.limit = limit;
    }

    /** Adds one at the end; false where the queue is full or stopped. Never waits. */
    boolean offer(Notice notice) {
        if (stopped) {
            return false;
        }
        if (size.incrementAndGet() > limit) {
            size.decrementAndGet();
            return false;
        }
        notices.add(notice);
        LockSupport.unpark(taker);
        return true;
    }

    /** Waits for the first one; empty where the queue has stopped and nothing is left. */
    Optional<Notice> take() throws InterruptedException {
        taker = Thread.currentThread();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean last = stopped; // before the look, so that what came before the stop is seen
            Notice first = notices.poll();
            if (first != null) {
                size.decrementAndGet();
                return Optional.of(first);
            }
            if (last) {
                return Optional.empty();
            }
            LockSupport.park(this);
        }
    }

    /** Takes nothing more in; what is there can still be taken. */
    void stop() {
        stopped = true;
        LockSupport.unpark(taker);
    }

    /** How many wait. */
    int size() {
        return Math.min(size.get(), limit);
    }
}
