package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not fail a single request, and must leave nothing behind. */
@ParameterizedClass
@ValueSource(strings = {"auto", "nio"})
class ReliabilityTest {

    private static final int CLIENTS = 8;
    private static final String SHORT_REST = "pool: { idle: 300ms }";

    @Parameter
    String transport = "auto";

    private static boolean isGood(Message answer) {
        return answer.status() == 200 && answer.text().equals("good");
    }

    private static RawUpstream.Script good() {
        return connection -> {
            while (connection.head().isPresent()) { // not kept, since levels are measured
                connection.send(RawUpstream.ok("good"));
            }
        };
    }

    private TestGateway start(String yaml) {
        return TestGateway.start(yaml, transport, 2);
    }

    private static String variant(int number, RawUpstream upstream) {
        return Yaml.listener("")
                + Yaml.upstreams(
                        Yaml.upstream(
                                "service", "timeouts: { read: " + (20 + number % 2) + "s }, " + SHORT_REST, upstream),
                        Yaml.upstream("other-" + number % 2, "", upstream))
                + Yaml.routes(
                        "name: load-" + number % 2 + ", match: { path: /load }, to: service",
                        "name: other, match: { path: /other }, to: other-" + number % 2);
    }

    @Test
    void thousandReloadsUnderLoad() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(good());
                TestGateway gateway = start(variant(0, upstream))) {
            try (Load warm = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood)) {
                warm.await(500);
                reload(gateway, upstream, 20);
            }
            Levels before = atRest(upstream);
            Load load = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood);
            try (load) {
                reload(gateway, upstream, 1_000);
                load.await(100);
            }
            assertThat(load.failures()).isEmpty();
            assertThat(load.done()).isGreaterThan(500);
            before.assertKept();
        }
    }

    /** The levels once nothing is open to the upstream any more. */
    private static Levels atRest(RawUpstream upstream) {
        TestGateway.await("idle connections to close", () -> upstream.open() == 0);
        return Levels.now();
    }

    private static void reload(TestGateway gateway, RawUpstream upstream, int times) throws IOException {
        for (int i = 1; i <= times; i++) {
            assertThat(gateway.reload(variant(i, upstream)).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
        }
    }

    @Test
    void refusedReloadChangesNothing() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(good());
                TestGateway gateway = start(variant(0, upstream));
                Load load = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood)) {
            load.await(50);
            ReloadResult result = gateway.reload(Yaml.listener("") + "nonsense: true\n");
            assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.REFUSED);
            assertThat(result.diagnostics()).isNotEmpty();
            load.await(50);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void drainUnderLoad() throws Exception {
        startAndDrain(); // opens what the process opens once
        Levels before = Levels.now();
        startAndDrain();
        before.assertKept();
    }

    private void startAndDrain() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(good());
                TestGateway gateway = start(variant(0, upstream))) {
            Load load = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood);
            load.await(200);
            assertThat(isReady(gateway)).isTrue();
            Thread balancer = Thread.ofVirtual().start(() -> {
                while (isReady(gateway)) {
                    TestGateway.pause(20);
                }
                load.stopConnecting();
            });
            long start = System.nanoTime();
            gateway.gateway().drain(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            balancer.join();
            load.join();
            assertThat(load.failures()).isEmpty();
        }
    }

    private static boolean isReady(TestGateway gateway) {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            return client.admin("/readyz").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void targetKilledAndRestarted() throws IOException {
        try (RawUpstream lasting = RawUpstream.start(good());
                RawUpstream first = RawUpstream.start(good());
                TestGateway gateway = start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", SHORT_REST, lasting, first))
                        + Yaml.ALL)) {
            try (Load warm = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood)) {
                warm.await(200);
            }
            Levels before = atRest(lasting);
            first.close();
            Load load = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood);
            for (int i = 0; i < 10; i++) {
                load.await(50);
                try (RawUpstream again = RawUpstream.startAt(first.port(), good())) {
                    load.await(100);
                    assertThat(again.accepted()).isPositive();
                }
            }
            load.await(50);
            load.close();
            assertThat(load.failures()).isEmpty();
            before.assertKept();
        }
    }

    @Test
    void upstreamThatClosesIdleConnectionsAtRandom() throws IOException {
        Random random = new Random(7);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    do {
                        if (connection.head().isEmpty()) {
                            return;
                        }
                        connection.send(RawUpstream.ok("good"));
                        if (random.nextInt(20) == 0) {
                            TestGateway.pause(random.nextInt(3));
                        }
                    } while (random.nextInt(4) != 0);
                });
                TestGateway gateway = start(Yaml.proxy(upstream))) {
            Load load = Load.start(gateway.address(), CLIENTS, ReliabilityTest::isGood);
            try (load) {
                load.await(5_000);
            }
            assertThat(load.failures()).isEmpty();
            assertThat(upstream.accepted()).isGreaterThan(500);
        }
    }
}
