package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issuers whose keys are not to be had, in every way in which a server can fail: what is known goes on, what is not is 503. */
class IssuerFaultTest {

    private static final RawUpstream.Script GOOD = publishes(SignedTokens.RSA);

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RawUpstream.Script script = GOOD;
    private RawUpstream issuer;
    private RawUpstream service;

    @BeforeEach
    void begin() throws IOException {
        issuer = RawUpstream.start(connection -> {
            fetches.incrementAndGet();
            script.serve(connection);
        });
        service = RawUpstream.answering(request -> RawUpstream.ok("ok"));
    }

    @AfterEach
    void end() throws IOException {
        issuer.close();
        service.close();
    }

    private static String closing(String body) {
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static RawUpstream.Script says(String answer) {
        return connection -> {
            connection.request();
            connection.send(answer);
        };
    }

    private static RawUpstream.Script publishes(RSAKey... keys) {
        return says(closing(SignedTokens.jwks(keys)));
    }

    static Set<String> faults() {
        return scripts().keySet();
    }

    private static Map<String, RawUpstream.Script> scripts() {
        String keys = SignedTokens.jwks(SignedTokens.RSA);
        Map<String, RawUpstream.Script> faults = new LinkedHashMap<>();
        faults.put("resets at once", RawUpstream.Connection::reset);
        faults.put("resets behind the request", connection -> {
            connection.request();
            connection.reset();
        });
        faults.put("closes without an answer", RawUpstream.Connection::request);
        faults.put("is silent", connection -> {
            connection.request();
            connection.awaitEnd();
        });
        faults.put("500", says("HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        faults.put("no HTTP", says("\0\1\2 keys are " + keys + "\r\n\r\n"));
        faults.put("HTML", says(closing("<html>Sign in, please</html>")));
        faults.put("no keys", says(closing("{\"keys\":[]}")));
        faults.put("cut", says(closing(keys).substring(0, closing(keys).length() - 20)));
        faults.put(
                "huge",
                says(closing(keys.substring(0, keys.length() - 1) + ",\"x\":\"" + "x".repeat(300_000) + "\"}")));
        faults.put("deep", says(closing("{\"keys\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")));
        faults.put(
                "elsewhere",
                says("HTTP/1.1 302 Found\r\nLocation: /k\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        return faults;
    }

    private static RawUpstream.Script script(String fault) {
        return Objects.requireNonNull(scripts().get(fault), fault);
    }

    private String name() {
        return "http://127.0.0.1:" + issuer.port();
    }

    private TestGateway start(String timeout) {
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service))
                + "routes: [ { name: all, match: { path: /* }, policies: [ { jwt: { issuers: [ { issuer: \"" + name()
                + "\", timeout: " + timeout + " } ] } } ], to: service } ]\n");
    }

    private String bearer(RSAKey key) {
        return "Authorization: Bearer "
                + SignedTokens.rs256(
                        key,
                        "{\"iss\":\"" + name() + "\",\"sub\":\"u1\",\"exp\":"
                                + (Instant.now().getEpochSecond() + 300) + "}");
    }

    private static int status(TestGateway gateway, String field) {
        try {
            return gateway.get("/", field).status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void knownKeysGoOnAndUnknownOnesPassNobody(String fault) {
        String good = bearer(SignedTokens.RSA);
        String unknown = bearer(SignedTokens.OTHER);
        try (TestGateway gateway = start("1s")) {
            assertThat(status(gateway, good)).isEqualTo(200);
            script = script(fault);
            int before = fetches.get();
            assertThat(status(gateway, unknown)).as("its key is asked for").isEqualTo(401);
            TestGateway.await("a fetch that fails", () -> fetches.get() > before);
            for (int i = 0; i < 20; i++) {
                assertThat(status(gateway, bearer(SignedTokens.RSA))).isEqualTo(200);
                assertThat(status(gateway, unknown)).isEqualTo(401);
            }
            assertThat(fetches.get() - before)
                    .as("unknown keys cause one fetch in 30 s")
                    .isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void withoutKeysAllIs503UntilTheyCome(String fault) {
        script = script(fault);
        try (TestGateway gateway = start("1s")) {
            for (int i = 0; i < 20; i++) {
                assertThat(status(gateway, bearer(SignedTokens.RSA))).isEqualTo(503);
            }
            assertThat(fetches.get()).as("it is not asked by every request").isLessThan(8);
            assertThat(service.requests()).isEmpty();
            script = GOOD;
            TestGateway.await("keys", Duration.ofSeconds(40), () -> status(gateway, bearer(SignedTokens.RSA)) == 200);
        }
    }

    @Test
    void keysThatComeAfterThreeSecondsAreWaitedForOnceAndNeverAgain() {
        script = connection -> {
            connection.request();
            TestGateway.pause(3_000);
            connection.send(closing(SignedTokens.jwks(SignedTokens.RSA)));
        };
        try (TestGateway gateway = start("10s")) {
            assertThat(status(gateway, bearer(SignedTokens.RSA))).isEqualTo(200);
            int before = fetches.get();
            assertThat(status(gateway, bearer(SignedTokens.OTHER))).isEqualTo(401);
            TestGateway.await("a slow fetch", () -> fetches.get() > before);
            long start = System.nanoTime();
            assertThat(status(gateway, bearer(SignedTokens.RSA))).isEqualTo(200);
            assertThat(System.nanoTime() - start).as("waits for no fetch").isLessThan(2_500_000_000L);
        }
    }

    /** Keys change every 200 ms, tokens of all of them come at once, and of somebody who takes the name of a key. */
    @Test
    void aStormOfRotationsCausesFewFetchesAndNoFaults() throws Exception {
        RSAKey evil = new RSAKey.Builder(SignedTokens.rsa("x"))
                .keyID(SignedTokens.RSA.getKeyID())
                .build();
        String first = bearer(SignedTokens.RSA);
        String second = bearer(SignedTokens.OTHER);
        String wrong = bearer(evil);
        try (TestGateway gateway = start("1s");
                RawClient client = gateway.connect()) {
            assertThat(status(gateway, first)).isEqualTo(200);
            Set<Integer> seen = new HashSet<>();
            long end = System.nanoTime() + 3_000_000_000L;
            for (int turn = 0; System.nanoTime() < end; turn++) {
                boolean even = System.nanoTime() / 200_000_000L % 2 == 0;
                script = even ? GOOD : publishes(SignedTokens.OTHER);
                seen.add(client.get("/", turn % 2 == 0 ? first : second).status());
                assertThat(client.get("/", wrong).status()).isEqualTo(401);
            }
            assertThat(seen).contains(200).isSubsetOf(200, 401);
            assertThat(fetches.get()).isBetween(2, 10);
        }
    }
}
