package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import dev.sekisho.policy.LogDestination;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records over connections, to receivers of all kinds. */
@Timeout(120)
class StreamOutletTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private void read(Socket socket, int number) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void eachRecordIsALineOverOneConnection() throws Exception {
        try (Receiver receiver = new Receiver(this::read);
                Rig rig = new Rig(Rig.tcp(receiver.port(), TIMEOUT), Rig.PATIENT)) {
            rig.ship("{\"a\":1}", "{\"a\":2}");
            Rig.await("two", () -> lines.size() == 2);
            rig.ship("{\"a\":3}");
            Rig.await("three", () -> lines.size() == 3);
            assertThat(lines).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
            assertThat(receiver.accepted()).isEqualTo(1);
            Rig.await("counts", () -> rig.tally().shipped().sum() == 3);
        }
    }

    @Test
    void aDestinationIsWhereAnOptionSaysThatItIs() throws Exception {
        Address named = new Address("collector.invalid", 5140);
        LogDestination.Stream counted =
                new LogDestination.Stream("tcp", named, Optional.empty(), TIMEOUT, TIMEOUT, true);
        try (Receiver receiver = new Receiver(this::read)) {
            Address real = new Address("127.0.0.1", receiver.port());
            try (Rig rig = new Rig(counted, Rig.PATIENT, Map.of(named, real))) {
                rig.ship("hello", "you");
                Rig.await("both", () -> rig.tally().shipped().sum() == 2);
            }
            Rig.await(
                    "the line, which ends with the connection",
                    () -> String.join("", lines).equals("5 hello3 you"));
        }
    }

    @Test
    void nothingIsLostWhereTheReceiverComesLater() throws Exception {
        int port = freePort();
        try (Rig rig = new Rig(Rig.tcp(port, TIMEOUT), Rig.PATIENT)) {
            for (int i = 0; i < 500; i++) {
                rig.ship("r" + i);
            }
            Rig.await("failures", () -> rig.tally().errors().sum() > 2);
            try (Receiver receiver = new Receiver(port, this::read)) {
                Rig.await("all", () -> lines.size() >= 500);
                assertThat(lines.getFirst()).isEqualTo("r0");
                assertThat(lines).hasSize(500);
                assertThat(receiver.accepted()).isPositive();
            }
        }
    }

    @Test
    void aConnectionThatEndsIsOpenedAnew() throws Exception {
        try (Receiver receiver = new Receiver((socket, number) -> {
                    if (number > 0) {
                        read(socket, number);
                    } else {
                        lines.add(new BufferedReader(
                                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                                .readLine());
                    }
                });
                Rig rig = new Rig(Rig.tcp(receiver.port(), TIMEOUT), Rig.PATIENT)) {
            rig.ship("first");
            Rig.await("the first", () -> lines.size() == 1);
            for (int i = 0; receiver.accepted() < 2; i++) {
                rig.ship("next" + i); // the first of these may be lost in the connection that has just ended
                Thread.sleep(50);
                assertThat(i).isLessThan(500);
            }
            rig.ship("last");
            Rig.await("the last", () -> lines.contains("last"));
        }
    }

    /** A receiver that takes nothing holds up its own records alone, in bounded memory: the oldest go. */
    @Test
    void aReceiverThatStallsCostsTheOldestRecords() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver((socket, number) -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                Rig rig = new Rig(Rig.tcp(receiver.port(), Duration.ofMinutes(2)), Rig.impatient(100))) {
            String record = "x".repeat(30_000);
            for (int i = 0; rig.tally().full().sum() < 50; i++) {
                rig.ship(record);
                Thread.sleep(2);
                assertThat(i).isLessThan(20_000);
            }
            assertThat(rig.room.shippers().getFirst().waiting()).isLessThanOrEqualTo(100);
            end.countDown();
        }
    }

    @Test
    void aReceiverThatTakesNothingInTimeIsLeft() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver((socket, number) -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                Rig rig = new Rig(Rig.tcp(receiver.port(), Duration.ofMillis(200)), Rig.impatient(10_000))) {
            String record = "x".repeat(30_000);
            for (int i = 0; rig.tally().givenUp().sum() == 0; i++) {
                rig.ship(record);
                Thread.sleep(2);
                assertThat(i).isLessThan(20_000);
            }
            rig.ship("more");
            Rig.await("another connection", () -> receiver.accepted() > 1);
            end.countDown();
        }
    }

    @Test
    void whatIsRefusedForTooLongIsGivenUp() throws Exception {
        try (Rig rig = new Rig(Rig.tcp(freePort(), TIMEOUT), Rig.impatient(10))) {
            rig.ship("lost");
            Rig.await("the end of trying", () -> rig.tally().givenUp().sum() == 1);
            assertThat(rig.tally().errors().sum()).isEqualTo(1);
        }
    }

    @Test
    void whatWaitsAtTheEndIsSent() throws Exception {
        try (Receiver receiver = new Receiver(this::read)) {
            try (Rig rig = new Rig(Rig.tcp(receiver.port(), TIMEOUT), Rig.PATIENT)) {
                for (int i = 0; i < 1_000; i++) {
                    rig.ship("r" + i);
                }
            }
            Rig.await("all", () -> lines.size() == 1_000);
        }
    }

    @Test
    void anEndThatIsNotReachedComesInTime() throws Exception {
        long start = System.nanoTime();
        Tally tally;
        try (Rig rig = new Rig(Rig.tcp(freePort(), TIMEOUT), Rig.PATIENT)) {
            rig.ship("a", "b", "c");
            tally = rig.tally();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        Rig.await("the rest", () -> tally.left().sum() == 3);
    }
}
