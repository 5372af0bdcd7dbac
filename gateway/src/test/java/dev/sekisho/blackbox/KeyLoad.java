package dev.sekisho.blackbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that show one key again and again until they are closed. */
final class KeyLoad implements AutoCloseable {

    private static final int CLIENTS = 4;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    static KeyLoad start(TestGateway gateway, String key) {
        KeyLoad load = new KeyLoad();
        for (int i = 0; i < CLIENTS; i++) {
            load.threads.add(Thread.ofVirtual().start(() -> load.run(gateway, key)));
        }
        return load;
    }

    private void run(TestGateway gateway, String key) {
        try (RawClient client = gateway.connect()) {
            while (!ended.get()) {
                statuses.add(client.get("/a", "X-API-Key: " + key).status());
                answers.incrementAndGet();
                TestGateway.pause(1);
            }
        } catch (IOException e) {
            statuses.add(0);
        }
    }

    /** Waits for that many more answers. */
    void await(int more) {
        int until = answers.get() + more;
        TestGateway.await("answers", Duration.ofSeconds(30), () -> answers.get() >= until || statuses.contains(0));
    }

    /** All that were answered; 0 for a connection that failed. */
    Set<Integer> statuses() {
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
