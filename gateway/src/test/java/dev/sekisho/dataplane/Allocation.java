package dev.sekisho.dataplane;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates on the heap. */
public final class Allocation {

    private static final int WARM_UP = 20_000;
    private static final int RUNS = 10_000;

    private Allocation() {}

    /**
     * Bytes that a run allocates, on this thread, after warming up. The smallest of three rounds, since a compilation that
     * ends in the midst of one may count against it.
     */
    public static double perRun(Runnable run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            run.run();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                run.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) least / RUNS;
    }
}
