package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** API keys in a real Redis, through a listener and to a service. */
class KeyStoreTest {

    private static final String SHORT = "cache: 100ms, negativeCache: 50ms";
    private static final String LONG = "cache: 1h, negativeCache: 50ms";

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        ((Logger) LoggerFactory.getLogger("dev.sekisho")).addAppender(events);
    }

    @AfterEach
    void endListening() {
        ((Logger) LoggerFactory.getLogger("dev.sekisho")).detachAppender(events);
    }

    private List<String> told() {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static String yaml(RawUpstream upstream, String store, String settings, String more) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ key-auth: { query: [ k ], headers: [ X-API-Key ],"
                                + " store: { redis: keys, " + settings + " } }" + more + " ], to: service")
                + "plans: [ { name: gold }, { name: free } ]\n"
                + "consumers: [ { name: shop, plan: gold, groups: [ partners ], keys: [ { key: configured } ] } ]\n"
                + "stores: [ { name: keys, kind: redis, " + store + " } ]\n";
    }

    private static String at(int port) {
        return "timeout: 200ms, url: \"redis://127.0.0.1:" + port + "/0\"";
    }

    private static TestGateway gateway(RawUpstream upstream, RedisServer redis, String settings, String more) {
        return TestGateway.start(yaml(upstream, at(redis.port()), settings, more));
    }

    private static int status(TestGateway gateway, String key) {
        try {
            return gateway.get("/a", "X-API-Key: " + key).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(TestGateway gateway, String key, int status) {
        TestGateway.await(key + " to be answered " + status, () -> status(gateway, key) == status);
    }

    @Test
    void aKeyOfTheStoreTellsTheConsumer() throws IOException {
        String acl = ", acl: { allow: [ partners, testers ] }";
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, SHORT, acl)) {
            redis.key("of-shop", "consumer", "shop");
            redis.key("of-nobody-configured", "consumer", "guest", "plan", "free", "groups", "a, testers");
            redis.key("without-groups", "consumer", "shop", "groups", "");
            await(gateway, "of-shop", 200);
            assertThat(gateway.get("/a", "X-API-Key: of-shop").text()).contains("X-Consumer-ID: shop\r\n");
            assertThat(gateway.get("/a?k=of-nobody%2dconfigured").text()).contains("X-Consumer-ID: guest\r\n");
            assertThat(status(gateway, "without-groups")).isEqualTo(403);
            assertThat(status(gateway, "configured")).isEqualTo(200);
            assertThat(redis.calls("hmget")).isBetween(3, 4);
            assertThat(gateway.log()).noneMatch(line -> line.contains("of-nobody"));
        }
    }

    @Test
    void whatIsNoGoodKeyIsRefused() throws IOException {
        Instant soon = Instant.now().plusMillis(1_500).truncatedTo(ChronoUnit.MILLIS); // what counts
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, LONG, "")) {
            redis.key("good", "consumer", "shop");
            await(gateway, "good", 200);
            redis.key("old", "consumer", "shop", "id", "one", "expires", "2020-01-01T00:00:00+02:00");
            redis.key("older", "consumer", "shop", "expires", "1500000000");
            redis.key("disabled", "consumer", "shop", "disabled", "true");
            redis.key("ends", "consumer", "shop", "expires", soon.toString());
            assertThat(gateway.get("/a", "X-API-Key: old").text())
                    .startsWith("{\"error\":\"api_key_expired\"")
                    .contains("\"expiredAt\":\"2019-12-31T22:00:00Z\"");
            assertThat(status(gateway, "older")).isEqualTo(401);
            assertThat(status(gateway, "disabled")).isEqualTo(401);
            assertThat(gateway.get("/a", "X-API-Key: none").text()).startsWith("{\"error\":\"invalid_api_key\"");
            assertThat(status(gateway, "ends")).isEqualTo(200);
            await(gateway, "ends", 401); // although it is remembered for an hour
            assertThat(Instant.now()).isAfterOrEqualTo(soon);
        }
    }

    @Test
    void keysComeAndGoWithoutAReload() throws IOException {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, SHORT, "")) {
            redis.key("first", "consumer", "shop", "id", "2026");
            await(gateway, "first", 200);
            assertThat(status(gateway, "second")).isEqualTo(401);
            redis.key("second", "consumer", "shop", "id", "2027");
            await(gateway, "second", 200);
            assertThat(status(gateway, "first"))
                    .as("both while one replaces the other")
                    .isEqualTo(200);
            redis.command("DEL", RedisServer.name("first"));
            await(gateway, "first", 401);
            assertThat(status(gateway, "second")).isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeRightIsNoPassAndTheEventTellsNoKey() throws IOException {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, LONG, "")) {
            redis.key("good", "consumer", "shop");
            await(gateway, "good", 200);
            redis.key("no-consumer", "plan", "free");
            redis.key("injecting", "consumer", "a\r\nX-Consumer-ID: shop");
            redis.key("no-plan", "consumer", "shop", "plan", "platinum");
            redis.key("no-time", "consumer", "shop", "expires", "tomorrow");
            redis.command("SET", RedisServer.name("no-hash"), "hidden-value");
            for (String key : List.of("no-consumer", "injecting", "no-plan", "no-time", "no-hash")) {
                Message answer = gateway.get("/a", "X-API-Key: " + key);
                assertThat(answer.status()).as(key).isEqualTo(503);
                assertThat(answer.text()).startsWith("{\"error\":\"service_unavailable\"");
            }
            assertThat(gateway.logged(line -> line.contains("\"status\":503")))
                    .contains("\"reason\":\"auth.unavailable\"");
            assertThat(told())
                    .anyMatch(line -> line.contains(
                            "sekisho:key:" + RedisServer.name("no-time").substring(12, 20)))
                    .anyMatch(line -> line.contains("field expires (expected: a time"))
                    .anyMatch(line -> line.contains("no hash"))
                    .noneMatch(line -> line.matches(".*(no-time|no-hash|tomorrow|hidden-value|[0-9a-f]{9}).*"));
        }
    }

    @Test
    void aDeadServerStopsNoKeyThatIsKnown() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, SHORT, "")) {
            redis.key("warm", "consumer", "shop");
            await(gateway, "warm", 200);
            try (KeyLoad load = KeyLoad.start(gateway, "warm")) {
                load.await(50);
                redis.kill();
                load.await(200);
                assertThat(status(gateway, "cold")).isEqualTo(503);
                TestGateway.pause(200); // beyond cache
                load.await(100);
                assertThat(status(gateway, "cold")).isEqualTo(503);
                assertThat(load.statuses()).containsOnly(200);
            }
            redis.restart();
            redis.key("cold", "consumer", "shop");
            await(gateway, "cold", 200);
            await(gateway, "warm", 401); // the new server does not know it
            assertThat(told()).anyMatch(line -> line.endsWith(": connected"));
        }
    }

    @Test
    void aServerThatDoesNotAnswerStopsNoKeyThatIsKnown() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, SHORT, "")) {
            redis.key("warm", "consumer", "shop");
            redis.key("cold", "consumer", "shop");
            await(gateway, "warm", 200);
            try (KeyLoad load = KeyLoad.start(gateway, "warm")) {
                load.await(50);
                redis.command("CLIENT", "PAUSE", "3000", "ALL");
                assertThat(status(gateway, "cold")).isEqualTo(503);
                TestGateway.await(
                        "the server to be left alone",
                        () -> told().stream().anyMatch(line -> line.contains("does not answer")));
                assertThat(status(gateway, "other")).isEqualTo(503);
                await(gateway, "cold", 200);
                assertThat(load.statuses()).containsOnly(200);
            }
        }
    }

    @Test
    void aServerThatIsNotThereYetStopsNoStart() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, at(port), SHORT, ""))) {
            assertThat(status(gateway, "late")).isEqualTo(503);
            assertThat(status(gateway, "configured")).isEqualTo(200);
            TestGateway.await("a warning", () -> told().stream().anyMatch(line -> line.contains("no connection")));
            try (RedisServer redis = RedisServer.startAt(folder, port)) {
                redis.key("late", "consumer", "shop");
                await(gateway, "late", 200);
            }
        }
    }

    @Test
    void aWrongPasswordIsNoPassAndInNoEvent() throws IOException {
        try (RedisServer redis = RedisServer.start(folder, "--requirepass", "right-secret");
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        TestGateway.start(yaml(upstream, at(redis.port()) + ", password: wrong-secret", SHORT, ""))) {
            TestGateway.await("a warning", () -> told().stream().anyMatch(line -> line.contains("WRONGPASS")));
            assertThat(status(gateway, "any")).isEqualTo(503);
            String right = yaml(upstream, at(redis.port()) + ", password: right-secret", SHORT, "");
            assertThat(gateway.reload(right).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            await(gateway, "any", 401);
            assertThat(told()).noneMatch(line -> line.contains("secret") && !line.contains("in the clear"));
        }
    }

    /** With the rights that the policy's README names. */
    @Test
    void aUserThatMayOnlyReadIsEnough() throws IOException {
        String rights = "on >reads ~sekisho:key:* +hmget +ping +hello +auth +select +client";
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo()) {
            redis.command(("ACL SETUSER gateway " + rights).split(" "));
            String store = "username: gateway, password: reads, timeout: 200ms, url: \"redis://127.0.0.1:"
                    + redis.port() + "/1\"";
            try (TestGateway gateway = TestGateway.start(yaml(upstream, store, SHORT, ""))) {
                await(gateway, "any", 401);
                assertThat(redis.calls("hmget")).isPositive();
            }
        }
    }

    @Test
    void aThousandStrangersAskTheServerOnceEach() throws IOException {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, "negativeCache: 1h", "")) {
            redis.key("good", "consumer", "shop");
            await(gateway, "good", 200);
            int before = redis.calls("hmget");
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 2_000; i++) {
                    assertThat(client.get("/a", "X-API-Key: bad-" + i % 1_000).status())
                            .isEqualTo(401);
                }
            }
            assertThat(redis.calls("hmget") - before).isEqualTo(1_000);
            assertThat(status(gateway, "good")).isEqualTo(200);
            assertThat(redis.calls("hmget") - before)
                    .as("no stranger pushes it out")
                    .isEqualTo(1_000);
            assertThat(upstream.requests().size()).isLessThan(10);
        }
    }

    @Test
    void oneConnectionServesAllRoutesAndOutlivesReloads() throws IOException {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, redis, LONG, "")) {
            redis.key("good", "consumer", "shop");
            await(gateway, "good", 200);
            int asked = redis.calls("hmget");
            for (String group : List.of("a", "b", "c")) {
                String next = yaml(upstream, at(redis.port()), LONG, "")
                        .replace("groups: [ partners ]", "groups: [ " + group + " ]")
                        .replace("/* }", "/" + group + "/* }");
                assertThat(gateway.reload(next).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
                assertThat(gateway.get("/" + group + "/x", "X-API-Key: good").status())
                        .isEqualTo(200);
            }
            assertThat(redis.calls("hmget"))
                    .as("what is remembered outlives reloads")
                    .isEqualTo(asked);
            assertThat(redis.command("INFO", "stats")).contains("total_connections_received:");
            assertThat(redis.command("CLIENT", "LIST", "TYPE", "normal").lines().filter(l -> l.contains("cmd=hmget")))
                    .hasSize(1);
        }
    }

    @Test
    void aServerIsAskedByTlsAndVerified() throws Exception {
        Pki pki = new Pki(folder);
        pki.files("redis", pki.issue("localhost", "localhost"));
        Path others = Files.createDirectory(folder.resolve("others"));
        new Pki(others);
        int port = TcpServer.freePort();
        String[] tls = {
            "--tls-port",
            "" + port,
            "--tls-auth-clients",
            "no",
            "--tls-ca-cert-file",
            pki.ca().toString(),
            "--tls-cert-file",
            folder.resolve("redis.pem").toString(),
            "--tls-key-file",
            folder.resolve("redis.key").toString()
        };
        try (RedisServer redis = RedisServer.start(folder, tls);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        yaml(upstream, encrypted("localhost", port, others.resolve("ca.pem")), SHORT, ""))) {
            redis.key("good", "consumer", "shop");
            TestGateway.await("a warning", () -> told().stream().anyMatch(line -> line.contains("no connection")));
            assertThat(status(gateway, "good")).as("of another authority").isEqualTo(503);
            String otherName = yaml(upstream, encrypted("127.0.0.1", port, pki.ca()), SHORT, "");
            assertThat(gateway.reload(otherName).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            TestGateway.await(
                    "a warning",
                    () -> told().stream().anyMatch(line -> line.contains("127.0.0.1:" + port + "/0: no connection")));
            assertThat(status(gateway, "good")).as("of another name").isEqualTo(503);
            String right = yaml(upstream, encrypted("localhost", port, pki.ca()), SHORT, "");
            assertThat(gateway.reload(right).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            await(gateway, "good", 200);
        }
    }

    private static String encrypted(String host, int port, Path ca) {
        return "timeout: 500ms, url: \"rediss://" + host + ":" + port + "\", ca: \"" + ca + "\"";
    }
}
