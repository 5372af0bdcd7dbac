package dev.sekisho.bench.micro;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs benchmarks on threads of the kind that event loops have, on which Netty reuses its objects as it does there. */
public final class LoopThreads extends ThreadPoolExecutor {

    /** Class path name and JVM arguments that make JMH use this executor, with the flags of the launcher. */
    static final String EXECUTOR = "-Djmh.executor.class=dev.sekisho.bench.micro.LoopThreads";

    /** As JMH calls it. */
    public LoopThreads(int threads, String prefix) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory(prefix));
    }
}
