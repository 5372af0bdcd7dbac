package dev.sekisho.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sekisho.blackbox.RedisServer;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RedisRoomTest {

    @TempDir
    Path folder;

    private static Store store(String url, Optional<String> ca) {
        return new Store(
                "keys",
                Store.Kind.REDIS,
                Optional.of(url),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Secret("hidden", "")),
                ca,
                Duration.ofMillis(20),
                Origin.NONE);
    }

    private static String url(ServerSocket server) {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    private static ServerSocket listening() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        return server;
    }

    @Test
    void withoutAConnectionACommandFailsAtOnceAndTellsNoPassword() throws IOException {
        try (ServerSocket silent = listening();
                RedisRoom room = new RedisRoom()) {
            RedisStore store = room.open(store(url(silent), Optional.empty()));
            assertThat(store.fields("k", List.of("a")))
                    .failsWithin(1, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("no connection")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("hidden"));
        }
    }

    /** Connections would pile up over reloads otherwise. */
    @Test
    void aConnectionThatNobodyHoldsCloses() throws Exception {
        try (ServerSocket server = listening();
                RedisRoom room = new RedisRoom()) {
            room.open(store(url(server), Optional.empty()));
            try (Socket accepted = server.accept()) {
                accepted.setSoTimeout(10_000);
                for (int i = 0; i < 500 && room.open() > 0; i++) {
                    System.gc();
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                assertThat(room.open()).isZero();
                accepted.getInputStream().readAllBytes(); // its end, or the socket's timeout fails the test
            }
        }
    }

    @Test
    void theRoomsEndClosesAllAndNoneIsOpenedBehindIt() throws Exception {
        try (ServerSocket server = listening()) {
            RedisRoom room = new RedisRoom();
            RedisStore store = room.open(store(url(server), Optional.empty()));
            try (Socket accepted = server.accept()) {
                accepted.setSoTimeout(10_000);
                room.close();
                accepted.getInputStream().readAllBytes();
            }
            assertThat(store.fields("k", List.of("a"))).failsWithin(1, TimeUnit.SECONDS);
            assertThatThrownBy(() -> room.open(store(url(server), Optional.empty())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Else a user without the right to run scripts would leave limits uncounted, and nothing would say so. */
    @Test
    void theFirstRefusalOfAConnectionIsTold() throws Exception {
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RedisLink.class);
        logger.addAppender(events);
        try (RedisServer server = RedisServer.start(folder);
                RedisRoom room = new RedisRoom()) {
            server.command("ACL", "SETUSER", "default", "on", "nopass", "~*", "+@all", "-evalsha");
            RedisStore store = room.open(Store.redis(
                    "keys",
                    "redis://127.0.0.1:" + server.port(),
                    Optional.of(new Secret("hidden", "")),
                    Duration.ofSeconds(5)));
            for (int i = 0; i < 1_500 && told(events, ": connected").isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(store.eval(Script.of("return {1}"), new String[] {"k"}, new byte[0][]))
                        .failsWithin(10, TimeUnit.SECONDS);
            }
            assertThat(told(events, "a command is refused"))
                    .singleElement()
                    .asString()
                    .contains("NOPERM")
                    .doesNotContain("hidden");
        } finally {
            logger.detachAppender(events);
        }
    }

    private static List<String> told(ListAppender<ILoggingEvent> events, String part) {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains(part))
                .toList();
    }

    @Test
    void aFileThatCannotBeReadIsRefusedBeforeAnythingRuns() {
        try (RedisRoom room = new RedisRoom()) {
            assertThatThrownBy(() -> room.open(store("rediss://r", Optional.of("/nowhere/ca.pem"))))
                    .hasMessage("ca: /nowhere/ca.pem (expected: a file that can be read)");
            assertThat(room.open()).isZero();
        }
    }
}
