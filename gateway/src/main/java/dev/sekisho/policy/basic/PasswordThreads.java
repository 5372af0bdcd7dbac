package dev.sekisho.policy.basic;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads on which slow hashes are computed: half as many as there are processors, so that event loops keep the
 * others. What finds no place in the bounded queue is rejected. Threads end when idle, and the object may be dropped then.
 */
final class PasswordThreads implements Executor {

    private static final int QUEUE = 32; // waiting for each thread: at 60 ms a check the last one waits two seconds
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    PasswordThreads() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), QUEUE);
    }

    PasswordThreads(int threads, int queue) {
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(threads * queue),
                Thread.ofPlatform().daemon().name("sekisho-passwords-", 0).factory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs the task later; throws {@link java.util.concurrent.RejectedExecutionException} where too many wait. */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
