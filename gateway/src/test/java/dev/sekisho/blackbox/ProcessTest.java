package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.cli.RunningGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the program as a whole: signals, and limits that the system sets. */
class ProcessTest {

    private static final int CLIENTS = 16;
    private static final int DESCRIPTORS = 300; // some 150 are the JVM's own: one for each jar on the tests' class path
    private static final int CROWD = 400;

    @TempDir
    Path folder;

    private Object[] arguments(String yaml, String... more) throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, yaml);
        List<Object> arguments = new ArrayList<>(List.of("run", file, "--admin", "127.0.0.1:0", "--last-good", "off"));
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    private static boolean isGood(Message answer) {
        return answer.status() == 200 && answer.text().equals("good");
    }

    @Test
    void sigtermUnderLoadFailsNoRequest() throws IOException, InterruptedException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    while (connection.head().isPresent()) {
                        TestGateway.pause(2);
                        connection.send(RawUpstream.ok("good"));
                    }
                });
                RunningGateway gateway = RunningGateway.start(arguments(Yaml.proxy(upstream)))) {
            gateway.awaitReady();
            Load load = Load.start(gateway.address(), CLIENTS, ProcessTest::isGood);
            load.await(500);
            assertThat(load.closes()).isZero();
            assertThat(isReady(gateway.adminAddress())).isTrue();
            Thread balancer = Thread.ofVirtual().start(() -> stopWhenNotReady(gateway, load));
            long start = System.nanoTime();
            gateway.signal("TERM");
            assertThat(gateway.awaitEnd()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            balancer.join();
            load.join();
            assertThat(load.failures()).isEmpty();
            assertThat(load.closes()).isGreaterThanOrEqualTo(CLIENTS);
        }
    }

    /** What a balancer does: it asks for readiness, and opens no connection once that is gone. */
    private static void stopWhenNotReady(RunningGateway gateway, Load load) {
        try {
            InetSocketAddress admin = gateway.adminAddress();
            while (isReady(admin)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        load.stopConnecting();
    }

    private static boolean isReady(InetSocketAddress admin) {
        try (RawClient client = RawClient.connect(admin)) {
            return client.admin("/readyz").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void outOfDescriptorsItServesOnAndRecovers(String transport) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc");
        String yaml = Yaml.listener("") + Yaml.routes("name: yes, to: { respond: { body: good } }");
        try (RunningGateway gateway = RunningGateway.startWithDescriptors(
                DESCRIPTORS, arguments(yaml, "--transport", transport, "--loops", "2"))) {
            InetSocketAddress address = gateway.awaitReady().address();
            List<RawClient> crowd = new ArrayList<>();
            int before = descriptors(gateway);
            try (RawClient early = RawClient.connect(address)) {
                assertThat(isGood(early.get("/"))).isTrue();
                for (int i = 0; i < CROWD; i++) {
                    crowd.add(RawClient.connect(address)); // with the kernel, where the gateway takes no more
                }
                TestGateway.await("descriptors to run out", () -> descriptors(gateway) >= DESCRIPTORS - 2);
                for (int i = 0; i < 100; i++) {
                    assertThat(isGood(early.get("/"))).isTrue();
                    TestGateway.pause(20);
                }
            } finally {
                for (RawClient client : crowd) {
                    client.close();
                }
            }
            try (RawClient late = RawClient.connect(address)) {
                assertThat(isGood(late.get("/"))).isTrue();
            }
            TestGateway.await("descriptors to be free again", () -> descriptors(gateway) <= before + 10);
            gateway.signal("TERM");
            assertThat(gateway.awaitEnd()).isZero();
        }
    }

    private static int descriptors(RunningGateway gateway) {
        try {
            return gateway.descriptors();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
