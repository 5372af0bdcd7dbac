package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.Http2Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What floods of HTTP/2 cost other clients, with its figures, which are printed; times are not asserted, since the machine may
 * have other work. All are served by one event loop.
 */
@Timeout(60)
class Http2FloodFiguresTest {

    private static final int FLOODERS = 4;
    private static final long BEFORE_MILLIS = 1_000;
    private static final long FLOOD_MILLIS = 3_000;
    private static final long PAUSE_MILLIS = 2; // between two requests of the other client
    private static final long MEMORY = 64L << 20; // bytes more than before that may stay
    private static final int INITIAL_WINDOW_SIZE = 4; // of SETTINGS
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String LARGE = RawUpstream.ok("x".repeat(1 << 20));

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

    private interface Flood {
        void send(Http2Client client) throws IOException;
    }

    static Stream<Arguments> floods() {
        Flood rapidReset = client -> {
            for (int stream = 1; stream < 100_000; stream += 2) {
                client.headers(stream, true, request("GET", "/flood")).reset(stream, 8);
            }
        };
        Flood ownFaults = client -> {
            for (int stream = 1; stream < 100_000; stream += 2) {
                client.headers(stream, false, request("GET", "/flood")).grant(stream, 0);
            }
        };
        Flood emptyData = client -> {
            client.headers(1, false, request("POST", "/flood"));
            repeat(client, Http2Client.encode(Http2Client.DATA, 0, 1, new byte[0]));
        };
        Flood continuations = client -> {
            client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(request("GET", "/flood")));
            repeat(client, Http2Client.encode(Http2Client.CONTINUATION, 0, 1, new byte[0]));
        };
        Flood closedWindows = client -> {
            for (int stream = 1; stream < 200; stream += 2) {
                client.headers(stream, true, request("GET", "/flood/large"));
            }
            TestGateway.pause(FLOOD_MILLIS / 2);
        };
        return Stream.of(
                Arguments.of("rapid reset", rapidReset),
                Arguments.of("resets provoked by faults", ownFaults),
                Arguments.of("PING", frames(Http2Client.PING, 8)),
                Arguments.of("SETTINGS", frames(Http2Client.SETTINGS, 0)),
                Arguments.of("empty DATA", emptyData),
                Arguments.of("CONTINUATION", continuations),
                Arguments.of("100 large responses to closed windows", closedWindows),
                Arguments.of("slow header bombs", (Flood) Http2FloodFiguresTest::bomb));
    }

    private static Flood frames(int type, int size) {
        return client -> repeat(client, Http2Client.encode(type, 0, 0, new byte[size]));
    }

    private static void repeat(Http2Client client, byte[] frame) throws IOException {
        for (int i = 0; i < 100_000; i++) {
            client.bytes(frame);
        }
    }

    /** One large field that goes into the table, and a thousandfold of it at one byte each, in pieces. */
    private static void bomb(Http2Client client) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(Http2Client.block(request("GET", "/flood")));
        byte[] field = Http2Client.block("x-bomb", "y".repeat(3_500));
        field[0] = 0x40; // literal that is indexed from now on
        head.writeBytes(field);
        client.frame(Http2Client.HEADERS, 0, 1, head.toByteArray());
        byte[] indexed = new byte[50];
        Arrays.fill(indexed, (byte) (0x80 | 62)); // the newest of the table
        for (int i = 0; i < 1_000; i++) {
            client.frame(Http2Client.CONTINUATION, 0, 1, indexed);
            TestGateway.pause(5);
        }
    }

    /** Floods from several connections, each opened again when the gateway has ended it, until it is closed. */
    private static final class Flooders implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger connections = new AtomicInteger();
        private final Set<Http2Client> open = ConcurrentHashMap.newKeySet();
        private final List<Thread> threads = new ArrayList<>();

        Flooders(TestGateway gateway, Flood flood) {
            for (int i = 0; i < FLOODERS; i++) {
                threads.add(Thread.ofPlatform().daemon().start(() -> run(gateway, flood)));
            }
        }

        private void run(TestGateway gateway, Flood flood) {
            while (!stopped.get()) {
                try (Http2Client client = Http2Client.over(
                        new Socket(
                                gateway.address().getAddress(),
                                gateway.address().getPort()),
                        INITIAL_WINDOW_SIZE,
                        0)) {
                    open.add(client);
                    connections.incrementAndGet();
                    flood.send(client);
                    open.remove(client);
                } catch (IOException e) {
                    TestGateway.pause(1); // the gateway has had enough of this connection
                }
            }
        }

        int connections() {
            return connections.get();
        }

        @Override
        public void close() throws IOException {
            stopped.set(true);
            for (Http2Client client : open) {
                client.close(); // ends writes that the gateway does not read any more
            }
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
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

    private static double p99Millis(long[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length * 99 / 100] / 1e6;
    }

    /** Heap in use behind a collection, and what Netty's allocator holds outside of it. */
    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory();
    }

    private static TestGateway gateway(RawUpstream quiet, RawUpstream flooded) {
        return TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                + Yaml.upstreams(Yaml.upstream("quiet", "", quiet), Yaml.upstream("flooded", "", flooded))
                + Yaml.routes(
                        "name: flooded, match: { path: /flood/* }, to: flooded",
                        "name: flood, match: { path: /flood }, to: flooded",
                        "name: quiet, match: { path: /* }, to: quiet"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void othersAreServedAndMemoryIsGivenBack(String name, Flood flood) throws IOException {
        try (RawUpstream quiet = RawUpstream.answering(r -> RawUpstream.ok("fine"));
                RawUpstream flooded = RawUpstream.answering(r -> LARGE);
                TestGateway gateway = gateway(quiet, flooded);
                Other other = new Other(gateway)) {
            TestGateway.pause(BEFORE_MILLIS);
            long before = memory();
            long[] calm = other.times();
            int connections;
            try (Flooders flooders = new Flooders(gateway, flood)) {
                TestGateway.pause(FLOOD_MILLIS);
                connections = flooders.connections();
            }
            long[] flooding = other.times();
            quiet.forget();
            flooded.forget();
            TestGateway.await("the memory to be given back", PATIENCE, () -> memory() < before + MEMORY);
            System.out.printf(
                    "%s, %d connections: p99 of another client %.1f ms, before %.1f ms (%d and %d requests); memory %+d KB%n",
                    name,
                    connections,
                    p99Millis(flooding),
                    p99Millis(calm),
                    flooding.length,
                    calm.length,
                    (memory() - before) >> 10);
            TestGateway.await("the other client to go on", PATIENCE, () -> other.times().length > 0);
            assertThat(other.failures).isEmpty();
            assertThat(connections).isGreaterThanOrEqualTo(FLOODERS);
        }
    }
}
