package dev.sekisho.blackbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask again and again until they are closed; how long it takes, and what they are answered. */
final class LatencyLoad implements AutoCloseable {

    private static final int CLIENTS = 4;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    static LatencyLoad start(TestGateway gateway) {
        LatencyLoad load = new LatencyLoad();
        for (int i = 0; i < CLIENTS; i++) {
            load.threads.add(Thread.ofPlatform().start(() -> load.run(gateway)));
        }
        return load;
    }

    private void run(TestGateway gateway) {
        try (RawClient client = gateway.connect()) {
            while (!ended.get()) {
                long start = System.nanoTime();
                int status = client.get("/a").status();
                nanos.add(System.nanoTime() - start);
                statuses.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
                answers.incrementAndGet();
                TestGateway.pause(1);
            }
        } catch (IOException e) {
            statuses.computeIfAbsent(0, s -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** Waits for that many more answers; gives the 99th percentile of how long they took, milliseconds. */
    double p99(int more) {
        nanos.clear();
        int until = answers.get() + more;
        TestGateway.await("answers", Duration.ofSeconds(60), () -> answers.get() >= until || statuses.containsKey(0));
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) (sorted.size() * 0.99)) / 1e6;
    }

    /** How often each status was answered; 0 for a connection that failed. */
    Map<Integer, AtomicInteger> statuses() {
        return statuses;
    }

    @Override
    public void close() throws InterruptedException {
        ended.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
