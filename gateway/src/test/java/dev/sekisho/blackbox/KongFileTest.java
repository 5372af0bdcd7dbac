package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole file as one has it in production: an upstream of two targets with health checks, two services, plugins on routes, services,
 * consumers and on everything, limits in a real Redis, a log to a real socket. Its names are moved to where they are here.
 */
@Timeout(240)
class KongFileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-of-enough-bytes-for-hs256";

    private static final String FILE = """
            _format_version: "3.0"
            _transform: true
            services:
            - name: catalogue
              url: http://catalogue:3000
              connect_timeout: 2000
              read_timeout: 20000
              retries: 3
              routes:
              - { name: catalogue, paths: [ /v1/catalogue ], strip_path: false, methods: [ GET, PUT, OPTIONS ] }
              plugins:
              - { name: jwt, config: { claims_to_verify: [ exp ], key_claim_name: iss, run_on_preflight: false } }
              - name: rate-limiting
                config: { hour: 3, day: 1000, policy: redis, redis: { host: counters, port: 6379, timeout: 2000 } }
              - name: cors
                config:
                  origins: [ "https://app.example.com" ]
                  methods: [ GET, PUT ]
                  headers: [ Authorization ]
                  exposed_headers: [ X-RateLimit-Remaining-Hour ]
                  max_age: 600
                  credentials: true
              - name: request-transformer
                config: { add: { headers: [ "X-From:gateway" ] }, remove: { headers: [ X-Debug ] } }
              - name: response-transformer
                config:
                  remove: { headers: [ X-Powered-By, Server ] }
                  add: { headers: [ "X-Content-Type-Options:nosniff", "Strict-Transport-Security:max-age=600; includeSubDomains" ] }
            - name: orders
              url: http://orders:3000
              routes: [ { name: orders, paths: [ /v1/orders ], strip_path: false } ]
              plugins:
              - { name: key-auth, config: { key_names: [ apikey ] } }
              - { name: acl, config: { allow: [ buyers ] } }
              - { name: rate-limiting, config: { hour: 2, policy: redis, redis: { host: counters, port: 6379, timeout: 2000 } } }
              - { name: request-size-limiting, config: { allowed_payload_size: 1, size_unit: kilobytes } }
              - { name: ip-restriction, config: { allow: [ 127.0.0.0/8 ] } }
            - name: direct
              url: http://catalogue:3000
              connect_timeout: 2000
              read_timeout: 20000
              retries: 3
              routes: [ { name: direct, paths: [ /direct ] } ]
            - name: health
              url: http://health:3000
              routes: [ { name: health, paths: [ /health ], methods: [ GET ] } ]
              plugins: [ { name: proxy-cache, config: { strategy: memory, content_type: [ text/plain ] } } ]
            plugins:
            - { name: tcp-log, config: { host: collector, port: 5140, keepalive: 60000 } }
            - { name: prometheus, config: { per_consumer: true, status_code_metrics: true } }
            - { name: bot-detection, config: { deny: [ curl, wget ] } }
            - { name: correlation-id, config: { header_name: X-Correlation, echo_downstream: true } }
            consumers:
            - username: app
              jwt_secrets: [ { key: app-issuer, secret: a-secret-of-enough-bytes-for-hs256 } ]
              keyauth_credentials: [ { key: app-key-of-enough-length } ]
              acls: [ { group: buyers } ]
              plugins:
              - { name: rate-limiting, config: { hour: 5, policy: redis, redis: { host: counters, port: 6379, timeout: 2000 } } }
            - username: partner
              keyauth_credentials: [ { key: partner-key-of-enough-length } ]
              acls: [ { group: buyers } ]
            - username: guest
              jwt_secrets: [ { key: guest-issuer, secret: another-secret-of-enough-bytes-hs256 } ]
              keyauth_credentials: [ { key: guest-key-of-enough-length } ]
            upstreams:
            - name: catalogue
              algorithm: round-robin
              healthchecks:
                active:
                  type: http
                  http_path: /alive
                  timeout: 5
                  healthy: { interval: 0.3, successes: 2 }
                  unhealthy: { interval: 0.3, http_failures: 2, tcp_failures: 2, timeouts: 2 }
                passive:
                  type: http
                  healthy: { successes: 5 }
                  unhealthy: { http_failures: 5, tcp_failures: 2, timeouts: 3 }
              targets:
              - { target: "catalogue-1:3000", weight: 100 }
              - { target: "catalogue-2:3000", weight: 100 }
            """;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Address, Address> places = new HashMap<>();
    private KongGateway gateway;
    private TcpLines log;
    private RawUpstream first;
    private RawUpstream second;
    private RawUpstream orders;
    private RawUpstream health;

    @BeforeEach
    void start() throws IOException {
        log = opened(TcpLines.start());
        first = opened(service("one"));
        second = opened(service("two"));
        orders = opened(service("orders"));
        health = opened(service("health"));
        RedisServer redis = opened(RedisServer.start(folder));
        place("catalogue-1", 3000, first.port());
        place("catalogue-2", 3000, second.port());
        place("orders", 3000, orders.port());
        place("health", 3000, health.port());
        place("counters", 6379, redis.port());
        place("collector", 5140, log.port());
        gateway = opened(KongGateway.start(KongGateway.kong(), false, places, FILE));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return Objects.requireNonNull(each);
    }

    private void place(String host, int port, int real) {
        places.put(new Address(host, port), new Address("127.0.0.1", real));
    }

    private static String answer(String name) {
        return "HTTP/1.1 200 OK\r\nServer: s/1\r\nX-Powered-By: p\r\nX-Name: " + name
                + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    }

    private static RawUpstream service(String name) throws IOException {
        return RawUpstream.answering(sent -> answer(name));
    }

    private static String bearer() {
        return "Authorization: Bearer " + Hs256.token(SECRET, "app-issuer", 600);
    }

    private static String bearerOfGuest() {
        return "Authorization: Bearer " + Hs256.token("another-secret-of-enough-bytes-hs256", "guest-issuer", 600);
    }

    @Test
    void tokensOfConsumersOpenTheCatalogueAndTransformersChangeWhatPasses() throws IOException {
        assertThat(gateway.get("/v1/catalogue/7").status()).isEqualTo(401);
        String old = Hs256.token(SECRET, "app-issuer", -60);
        assertThat(gateway.get("/v1/catalogue/7", "Authorization: Bearer " + old)
                        .status())
                .isEqualTo(401);
        Message answer = gateway.get("/v1/catalogue/7?x=1", bearer(), "X-Debug: 1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("Server")).isFalse();
        assertThat(answer.has("X-Powered-By")).isFalse();
        assertThat(answer.field("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.field("Strict-Transport-Security")).hasValue("max-age=600; includeSubDomains");
        RawUpstream served = answer.field("X-Name").orElse("").equals("one") ? first : second;
        Message sent = served.requests().stream()
                .filter(request -> request.target().startsWith("/v1"))
                .findFirst()
                .orElseThrow();
        assertThat(sent.target()).isEqualTo("/v1/catalogue/7?x=1");
        assertThat(sent.all("X-From")).containsExactly("gateway");
        assertThat(sent.has("X-Debug")).isFalse();
        assertThat(sent.all("X-Consumer-Username")).containsExactly("app");
        assertThat(sent.all("X-Correlation"))
                .containsExactly(answer.field("X-Correlation").orElseThrow());
    }

    @Test
    void preflightsAreAnsweredWithoutAToken() throws IOException {
        try (RawClient client = gateway.connect()) {
            Message preflight = client.send(RawClient.request(
                            "OPTIONS",
                            "/v1/catalogue/7",
                            "Origin: https://app.example.com",
                            "Access-Control-Request-Method: PUT",
                            "Access-Control-Request-Headers: authorization"))
                    .read();
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.field("Access-Control-Allow-Origin")).hasValue("https://app.example.com");
            assertThat(preflight.field("Access-Control-Allow-Credentials")).hasValue("true");
            assertThat(preflight.field("Access-Control-Max-Age")).hasValue("600");
        }
        Message answer = gateway.get("/v1/catalogue/7", bearer(), "Origin: https://app.example.com");
        assertThat(answer.field("Access-Control-Allow-Origin")).hasValue("https://app.example.com");
        assertThat(answer.field("Access-Control-Expose-Headers")).hasValue("X-RateLimit-Remaining-Hour");
        assertThat(gateway.get("/v1/catalogue/7", bearer(), "Origin: https://evil.example")
                        .has("Access-Control-Allow-Origin"))
                .isFalse();
    }

    /** Two gateways count together, in Redis; the consumer's own limit takes the place of the service's. */
    @Test
    void limitsAreSharedByRedisAndAConsumerHasItsOwn() throws IOException {
        try (KongGateway other = KongGateway.start(KongGateway.kong(), false, places, FILE)) {
            for (int left = 2; left >= 0; left--) {
                KongGateway either = left % 2 == 0 ? gateway : other;
                Message answer = either.get("/v1/catalogue", bearerOfGuest());
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.field("X-RateLimit-Limit-Hour")).hasValue("3");
                assertThat(answer.field("X-RateLimit-Remaining-Hour")).hasValue("" + left);
            }
            assertThat(gateway.get("/v1/catalogue", bearerOfGuest()).status()).isEqualTo(429);
            assertThat(other.get("/v1/catalogue", bearerOfGuest()).status()).isEqualTo(429);
        }
        Message own = gateway.get("/v1/catalogue", bearer());
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.field("X-RateLimit-Limit-Hour")).hasValue("5");
        assertThat(own.has("X-RateLimit-Limit-Day"))
                .as("that of the service does not apply")
                .isFalse();
    }

    @Test
    void ordersAreForBuyersWithAKeyAndOfABoundedSize() throws IOException {
        assertThat(gateway.get("/v1/orders").status()).isEqualTo(401);
        assertThat(gateway.get("/v1/orders", "apikey: nobodys").status()).isEqualTo(401);
        assertThat(gateway.get("/v1/orders", "apikey: guest-key-of-enough-length")
                        .status())
                .isEqualTo(403);
        try (RawClient client = gateway.connect()) {
            String head = RawClient.request(
                    "POST", "/v1/orders", "apikey: partner-key-of-enough-length", "Content-Length: 1024");
            assertThat(client.send(head + "x".repeat(1024)).read().status()).isEqualTo(200);
        }
        try (RawClient client = gateway.connect()) {
            String head = RawClient.request(
                    "POST", "/v1/orders", "apikey: partner-key-of-enough-length", "Content-Length: 1025");
            assertThat(client.send(head + "x".repeat(1025)).read().status()).isEqualTo(413);
        }
        assertThat(orders.only().body()).hasSize(1024);
    }

    @Test
    void botsAreRefusedEverywhereAndHealthIsCached() throws IOException {
        for (String path : List.of("/health", "/v1/orders", "/v1/catalogue")) {
            assertThat(gateway.get(path, "User-Agent: curl/8.5").status()).isEqualTo(403);
        }
        assertThat(gateway.get("/health", "User-Agent: Mozilla/5.0").field("X-Cache-Status"))
                .hasValue("MISS");
        assertThat(gateway.get("/health", "User-Agent: Mozilla/5.0").field("X-Cache-Status"))
                .hasValue("HIT");
        assertThat(health.only().target()).isEqualTo("/");
    }

    @Test
    void everyRequestIsALineOfTheLogThoseWithoutARouteToo() throws IOException {
        assertThat(gateway.get("/v1/catalogue/9?x=1", bearer()).status()).isEqualTo(200);
        assertThat(log.line(line -> line.contains("/v1/catalogue/9")))
                .contains(
                        "\"method\":\"GET\"",
                        "\"uri\":\"/v1/catalogue/9?x=1\"",
                        "\"status\":200",
                        "\"route\":{\"name\":\"catalogue\"}",
                        "\"consumer\":{\"username\":\"app\"}",
                        "\"client_ip\":\"127.0.0.1\"",
                        "\"latencies\":{\"request\":")
                .doesNotContain("eyJ");
        assertThat(gateway.get("/v1/orders/1").status()).isEqualTo(401);
        assertThat(log.line(line -> line.contains("/v1/orders/1"))).contains("\"status\":401");
        Message nowhere = gateway.get("/nowhere");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.text()).contains("\"error\":\"not_found\"", "\"requestId\":\"");
        assertThat(log.line(line -> line.contains("/nowhere"))).contains("\"status\":404");
    }

    /** A target that ends is taken out, so that nothing goes there; when it is back, so is its share. */
    @Test
    void healthChecksTakeAKilledTargetOutAndBringItBack() throws IOException {
        assertThat(answersOf(20)).contains("one", "two");
        int port = second.port();
        second.close();
        TestGateway.await("only the first target serves", PATIENCE, () -> {
            List<String> names = answersOf(10);
            return names.stream().allMatch("one"::equals);
        });
        opened(RawUpstream.startAt(port, RawUpstream.answers(sent -> answer("two"))));
        TestGateway.await(
                "the second target serves again", PATIENCE, () -> answersOf(10).contains("two"));
    }

    /** Names of the targets that serve so many requests. */
    private List<String> answersOf(int count) {
        List<String> names = new ArrayList<>();
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < count; i++) {
                Message answer = client.get("/direct");
                names.add(answer.field("X-Name").orElse("status " + answer.status()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return names;
    }
}
