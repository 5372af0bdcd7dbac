package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What floods of HTTP/2 cost other clients, with its figures, which are printed; times are not asserted, since the machine may
 * have other work. All are served by one event loop; the flooders are a process of their own. What such a process costs by taking
 * processors alone is a figure too.
 */
@Timeout(60)
class Http2FloodFiguresTest {

    private static final long WARM_UP_MILLIS = 1_500;
    private static final long BEFORE_MILLIS = 2_000;
    private static final long FLOOD_MILLIS = 3_000;
    private static final long PAUSE_MILLIS = 2; // between two requests of the other client
    private static final long SLOW_MILLIS = 10;
    private static final long MEMORY = 64L << 20; // bytes more than before that may stay
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String FINE = RawUpstream.ok("fine");
    private static final byte[] LARGE = RawUpstream.ok("x".repeat(1 << 20)).getBytes(StandardCharsets.ISO_8859_1);

    private static ResourceLeakDetector.Level detection = ResourceLeakDetector.getLevel();

    /** What it records of each buffer would be most of the figures. */
    @BeforeAll
    static void withoutLeakDetection() {
        detection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterAll
    static void withLeakDetection() {
        ResourceLeakDetector.setLevel(detection);
    }

    /** Another client, which asks one thing after the other on one connection. */
    private static final class Other implements AutoCloseable {
        private final Http2Client client;
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Long> took = Collections.synchronizedList(new ArrayList<>());
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread;

        Other(TestGateway gateway) throws IOException {
            client = Http2Client.connect(gateway.address());
            thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            try {
                for (int stream = 1; !stopped.get(); stream += 2) {
                    long start = System.nanoTime();
                    int status = client.get(stream, "/").status();
                    took.add(System.nanoTime() - start);
                    if (status != 200) {
                        failures.add("status " + status);
                    }
                    TestGateway.pause(PAUSE_MILLIS);
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }

        /** What requests took since this was asked last, ns, in order of size. */
        long[] times() {
            synchronized (took) {
                long[] times = took.stream().mapToLong(Long::longValue).sorted().toArray();
                took.clear();
                return times;
            }
        }

        @Override
        public void close() throws IOException {
            stopped.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            client.close();
        }
    }

    private static String millis(long[] sorted) {
        return sorted.length == 0
                ? "none"
                : "%.1f (median %.1f, %d requests)"
                        .formatted(
                                sorted[sorted.length * 99 / 100] / 1e6, sorted[sorted.length / 2] / 1e6, sorted.length);
    }

    /** Heap in use behind a collection, and what Netty's allocator holds outside of it. */
    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory();
    }

    private static void serve(RawUpstream.Connection connection) throws IOException {
        for (Optional<Message> next = connection.request(); next.isPresent(); next = connection.request()) {
            String target = next.get().target();
            if (target.equals("/flood/large")) {
                connection.send(LARGE);
                continue;
            }
            if (target.equals("/flood/slow")) {
                TestGateway.pause(SLOW_MILLIS);
            }
            connection.send(FINE);
        }
    }

    private static TestGateway gateway(RawUpstream quiet, RawUpstream flooded) {
        return TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                + Yaml.upstreams(Yaml.upstream("quiet", "", quiet), Yaml.upstream("flooded", "", flooded))
                + Yaml.routes(
                        "name: flooded, match: { path: /flood/* }, to: flooded",
                        "name: flood, match: { path: /flood }, to: flooded",
                        "name: quiet, match: { path: /* }, to: quiet"));
    }

    @ParameterizedTest
    @EnumSource
    void othersAreServedAndMemoryIsGivenBack(Flood flood) throws IOException {
        try (RawUpstream quiet = RawUpstream.answering(r -> FINE);
                RawUpstream flooded = RawUpstream.start(Http2FloodFiguresTest::serve);
                TestGateway gateway = gateway(quiet, flooded);
                Other other = new Other(gateway)) {
            TestGateway.pause(WARM_UP_MILLIS);
            long before = memory();
            other.times();
            TestGateway.pause(BEFORE_MILLIS);
            long[] calm = other.times();
            try (Flooders _ = Flooders.neighbour()) {
                other.times();
                TestGateway.pause(BEFORE_MILLIS);
            }
            long[] beside = other.times();
            Flooders flooders = Flooders.start(flood, gateway.address().getPort());
            try (flooders) {
                other.times();
                TestGateway.pause(FLOOD_MILLIS);
            }
            long[] flooding = other.times();
            int requests = flooded.requests().size();
            quiet.forget();
            flooded.forget();
            TestGateway.await("the memory to be given back", PATIENCE, () -> memory() < before + MEMORY);
            System.out.printf(
                    "%s, %d connections: p99 of another client %s ms, beside a busy process %s ms, before %s ms; upstream %d connections, %d requests; "
                            + "memory %+d KB%n",
                    flood,
                    flooders.connections(),
                    millis(flooding),
                    millis(beside),
                    millis(calm),
                    flooded.accepted(),
                    requests,
                    (memory() - before) >> 10);
            TestGateway.await("the other client to go on", PATIENCE, () -> other.times().length > 0);
            assertThat(other.failures).isEmpty();
            assertThat(flooders.connections()).isGreaterThanOrEqualTo(FloodProgram.FLOODERS);
        }
    }
}
