package dev.sekisho.server.disk;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread and its jobs, in order. Giving a job takes no lock, so event loops may. The thread is never interrupted, since that would
 * close the files that it works on. Thread-safe.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int room;
    private final Runnable tick;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean ending;
    private volatile boolean ended;

    /**
     * A lane that runs.
     *
     * @param room jobs that may wait, as far as they are offered
     * @param tick runs about once a second, between jobs
     */
    Lane(String name, int room, Runnable tick) {
        this.room = room;
        this.tick = tick;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
    }

    /** Begins. */
    void start() {
        thread.start();
    }

    /** Gives a job, whatever waits already; false where the lane has ended, which does not run it then. */
    boolean submit(Runnable job) {
        waiting.incrementAndGet();
        jobs.add(job);
        if (ended && jobs.remove(job)) {
            return false;
        }
        if (parked) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Gives a job unless too many wait. */
    boolean offer(Runnable job) {
        return waiting.get() < room && submit(job);
    }

    /** Ends once all that waits is done; returns at once. */
    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    /** Whether {@link #end} was called. */
    boolean isEnding() {
        return ending;
    }

    /** Waits for the end, for so long at most. */
    boolean await(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void work() {
        long next = System.nanoTime() + TICK;
        while (true) {
            Runnable job = jobs.poll();
            if (job != null) {
                waiting.decrementAndGet();
                run(job);
            } else if (ending) {
                break;
            } else {
                park(next - System.nanoTime());
            }
            if (System.nanoTime() - next >= 0) {
                run(tick);
                next = System.nanoTime() + TICK;
            }
        }
        ended = true;
        for (Runnable late = jobs.poll(); late != null; late = jobs.poll()) {
            run(late);
        }
    }

    private void park(long nanos) {
        parked = true;
        if (jobs.isEmpty() && !ending && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
    }

    private static void run(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) { // one entry's trouble, not the lane's
            LOG.error("disk: a job failed", e);
        }
    }
}
