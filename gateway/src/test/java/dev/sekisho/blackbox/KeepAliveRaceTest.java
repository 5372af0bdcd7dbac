package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The race of an upstream that closes an idle connection just when the next request is on its way (RFC 9112 section
 * 9.3.1): no client sees it, as long as the request may be repeated.
 */
class KeepAliveRaceTest {

    private static final int REQUESTS = 100_000;
    private static final int CLIENTS = 20;
    private static final int PIPELINED = 20; // so that the next request follows each response at once
    private static final int CLOSES_EVERY = 8; // answers, on average
    private static final int WAITS_NANOS = 300_000; // at most, between an answer and the close
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger good = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void noClientSeesAnUpstreamThatClosesAsWeSend() throws IOException, InterruptedException {
        AtomicInteger raced = new AtomicInteger();
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    do {
                        if (connection.head().isEmpty()) {
                            return;
                        }
                        connection.send(RawUpstream.ok("good"));
                    } while (ThreadLocalRandom.current().nextInt(CLOSES_EVERY) != 0);
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(WAITS_NANOS));
                    if (connection.hasMore()) {
                        raced.incrementAndGet(); // the close is a reset then, and the request is lost
                    }
                });
                TestGateway gateway = TestGateway.start(Yaml.proxy(upstream) + "telemetry: { accessLog: off }\n")) {
            long start = System.nanoTime();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> client(gateway)));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(good).hasValue(REQUESTS);
            assertThat(raced).as("or the test tests nothing").hasValueGreaterThan(100);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        }
    }

    private void client(TestGateway gateway) {
        String batch = RawClient.request("GET", "/").repeat(PIPELINED);
        try (RawClient client = gateway.connect()) {
            for (int sent = 0; sent < REQUESTS / CLIENTS; sent += PIPELINED) {
                client.send(batch);
                for (int i = 0; i < PIPELINED; i++) {
                    Message answer = client.read();
                    if (answer.status() == 200 && answer.text().equals("good")) {
                        good.incrementAndGet();
                    } else {
                        failures.add(answer.head() + answer.text());
                    }
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }
}
