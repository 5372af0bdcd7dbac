package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What clients see of services that fail, with its figures, which are printed too. */
class UpstreamFiguresTest {

    private static final String ERROR = "HTTP/1.1 500 S\r\nContent-Length: 0\r\n\r\n";
    private static final int RATE = 1_000; // requests a second
    private static final int SECONDS = 5;
    private static final int CLIENTS = 20;

    /** Sends at a steady rate, whatever the answers, and counts those that failed after the first two seconds. */
    private record SteadyClients(TestGateway gateway, AtomicInteger seen, AtomicInteger failed, AtomicInteger early) {

        void run() throws Exception {
            long start = System.nanoTime();
            AtomicLong next = new AtomicLong();
            Thread[] clients = new Thread[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                clients[i] = Thread.ofVirtual().start(() -> client(start, next));
            }
            for (Thread client : clients) {
                client.join();
            }
        }

        private void client(long start, AtomicLong next) {
            try (RawClient client = gateway.connect()) {
                for (long i = next.getAndIncrement(); i < (long) RATE * SECONDS; i = next.getAndIncrement()) {
                    long due = start + i * 1_000_000_000L / RATE;
                    long wait = due - System.nanoTime();
                    if (wait > 0) {
                        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                    }
                    count(i, client.get("/").status());
                }
            } catch (IOException | InterruptedException e) {
                failed.incrementAndGet();
            }
        }

        private void count(long number, int status) {
            boolean good = status == 200;
            if (number < 2L * RATE) {
                early.addAndGet(good ? 0 : 1);
            } else {
                seen.incrementAndGet();
                failed.addAndGet(good ? 0 : 1);
            }
        }
    }

    private static SteadyClients steady(TestGateway gateway) throws Exception {
        SteadyClients clients =
                new SteadyClients(gateway, new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        clients.run();
        return clients;
    }

    private static RawUpstream failingHalf() throws IOException {
        return RawUpstream.answering(r -> ThreadLocalRandom.current().nextBoolean() ? ERROR : RawUpstream.ok("good"));
    }

    @Test
    void oneOfThreeTargetsThatFailsHalfItsAnswersIsHardlySeen() throws Exception {
        for (String guard : new String[] {
            "health: { outliers: { consecutive5xx: 3 } }",
            "health: { passive: { httpFailures: 3, window: 10s, retryAfter: 10s } }",
            "retry: { attempts: 1, backoff: { kind: immediate } }"
        }) {
            try (RawUpstream bad = failingHalf();
                    RawUpstream a = RawUpstream.answering(r -> RawUpstream.ok("good"));
                    RawUpstream b = RawUpstream.answering(r -> RawUpstream.ok("good"));
                    TestGateway gateway = TestGateway.start(Yaml.listener("")
                            + Yaml.upstreams(Yaml.upstream("service", guard, bad, a, b))
                            + Yaml.ALL)) {
                SteadyClients seen = steady(gateway);
                double percent = 100.0 * seen.failed().get() / seen.seen().get();
                System.out.printf(
                        "one of three targets fails half its answers, %s: %d errors in the first 2 s, then %d of %d (%.3f %%)%n",
                        guard,
                        seen.early().get(),
                        seen.failed().get(),
                        seen.seen().get(),
                        percent);
                assertThat(seen.seen().get()).isGreaterThan(2 * RATE);
                assertThat(percent).isLessThan(0.1);
            }
        }
    }

    @Test
    void allTargetsDownIsAnswered503AtOnce() throws Exception {
        RawUpstream a = RawUpstream.answering(r -> RawUpstream.ok("a"));
        RawUpstream b = RawUpstream.answering(r -> RawUpstream.ok("b"));
        String guard = "health: { passive: { tcpFailures: 1, retryAfter: 60s } }";
        try (TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", guard, a, b)) + Yaml.ALL);
                RawClient client = gateway.connect()) {
            client.get("/");
            a.close();
            b.close();
            client.get("/");
            client.get("/");
            long[] took = new long[300];
            for (int i = 0; i < took.length; i++) {
                long start = System.nanoTime();
                assertThat(client.get("/").status()).isEqualTo(503);
                took[i] = System.nanoTime() - start;
            }
            Arrays.sort(took);
            System.out.printf(
                    "all targets down: 503 after %.2f ms (median), %.2f ms (p99)%n", took[150] / 1e6, took[297] / 1e6);
            assertThat(took[150]).as("median, ns").isLessThan(5_000_000);
        }
    }
}
