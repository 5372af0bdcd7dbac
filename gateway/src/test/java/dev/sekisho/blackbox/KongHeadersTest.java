package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in Kong's form, which {@code --kong-headers} asks for, and what services are told. */
@Timeout(120)
class KongHeadersTest {

    private static final String SECRET = "a-secret-of-enough-bytes-for-hs256";

    private static final String CONSUMERS = """
            consumers:
            - username: shop
              id: 6f4dbd2c-7a3b-4a55-b7d9-0d6a8f1d2e90
              custom_id: customer-4711
              keyauth_credentials: [ { key: shop-key-of-enough-length } ]
              basicauth_credentials: [ { username: shop, password: a-long-password } ]
              jwt_secrets: [ { key: shop-issuer, secret: %s } ]
            """.formatted(SECRET);

    private static String file(int port, String more, String plugins) {
        return "_format_version: \"3.0\"\nservices:\n- name: users\n  url: http://127.0.0.1:" + port + "/base\n" + more
                + "  routes:\n  - { name: users, paths: [ /users, /other ] }\n  plugins: [ " + plugins + " ]\n"
                + CONSUMERS;
    }

    /** As Kong's template has it: two members, each on a line. */
    private static void assertKongs(Message answer, int status, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        String id = answer.field("X-Kong-Request-Id").orElseThrow();
        assertThat(answer.text())
                .isEqualTo("{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"" + id + "\"\n}");
        assertThat(answer.field("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.all("Server")).containsExactly("kong/3.9.1");
        assertThat(answer.field("X-Kong-Response-Latency").orElse("")).matches("[0-9]+");
        assertThat(answer.has("X-Kong-Upstream-Latency")).isFalse();
        assertThat(answer.has("X-Kong-Proxy-Latency")).isFalse();
        assertThat(answer.has("Via")).isFalse();
    }

    @Test
    void aProxiedAnswerTellsTheLatenciesOfServiceAndGateway() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(file(upstream.port(), "", "{ name: key-auth }"))) {
            Message answer = gateway.get(
                    "/users/a%20b?x=1",
                    "apikey: shop-key-of-enough-length", "X-Consumer-Custom-ID: forged", "Via: 1.0 me");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("X-Kong-Upstream-Latency").orElse("")).matches("[0-9]+");
            assertThat(answer.field("X-Kong-Proxy-Latency").orElse("")).matches("[0-9]+");
            assertThat(answer.all("Via")).containsExactly("1.1 kong/3.9.1");
            assertThat(answer.has("X-Kong-Response-Latency")).isFalse();
            Message sent = upstream.only();
            assertThat(sent.target()).isEqualTo("/base/a%20b?x=1");
            assertThat(sent.all("X-Forwarded-Path")).containsExactly("/users/a%20b");
            assertThat(sent.all("X-Forwarded-Prefix")).containsExactly("/users");
            assertThat(sent.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(sent.all("X-Forwarded-Proto")).containsExactly("http");
            assertThat(sent.has("X-Forwarded-Host")).isTrue();
            assertThat(sent.all("X-Kong-Request-Id"))
                    .containsExactly(answer.field("X-Kong-Request-Id").orElseThrow());
            assertThat(sent.all("Via")).containsExactly("1.0 me, 1.1 kong/3.9.1");
            assertThat(sent.all("X-Consumer-ID")).containsExactly("6f4dbd2c-7a3b-4a55-b7d9-0d6a8f1d2e90");
            assertThat(sent.all("X-Consumer-Username")).containsExactly("shop");
            assertThat(sent.all("X-Consumer-Custom-ID")).containsExactly("customer-4711");
            assertThat(sent.has("X-Credential-Identifier")).isTrue();
        }
    }

    @Test
    void eachPathOfARouteIsToldAsThePrefix() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(file(upstream.port(), "", ""))) {
            assertThat(gateway.get("/other/x").status()).isEqualTo(200);
            assertThat(upstream.only().all("X-Forwarded-Prefix")).containsExactly("/other");
        }
    }

    @Test
    void aRequestWithoutARouteGetsKongs404() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(file(upstream.port(), "", ""))) {
            assertKongs(gateway.get("/nowhere"), 404, "no Route matched with those values");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ name: key-auth }                                              |                   | 401 | No API key found in request",
                "{ name: key-auth }                                              | apikey: wrong     | 401 | Unauthorized",
                "{ name: basic-auth }                                            |                   | 401 | Unauthorized",
                "{ name: jwt }                                                   |                   | 401 | Unauthorized",
                "{ name: hmac-auth }                                             |                   | 401 | Unauthorized",
                "{ name: ip-restriction, config: { deny: [ 127.0.0.1 ] } }       |                   | 403 | IP address not allowed: 127.0.0.1",
                "{ name: ip-restriction, config: { deny: [ 127.0.0.1 ], status: 451, message: 'not {here}' } } || 451 | not {here}",
                "{ name: bot-detection, config: { deny: [ curl ] } }             | User-Agent: curl  | 403 | Forbidden",
                "{ name: request-size-limiting, config: { allowed_payload_size: 1, size_unit: bytes, require_content_length: true } } | Content-Length: 2 | 413 | Request size limit exceeded"
            })
    void refusalsOfPluginsSayWhatKongsSay(String plugin, String field, int status, String message) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(file(upstream.port(), "", plugin))) {
            Message answer = field == null ? gateway.get("/users") : gateway.get("/users", field);
            assertKongs(answer, status, message);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void wrongCredentialsOfOtherKinds() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway basic = KongGateway.inFormOfKong(file(upstream.port(), "", "{ name: basic-auth }"));
                KongGateway jwt = KongGateway.inFormOfKong(
                        file(upstream.port(), "", "{ name: jwt, config: { claims_to_verify: [ exp ] } }"))) {
            String pair = Base64.getEncoder().encodeToString("shop:nope".getBytes(StandardCharsets.UTF_8));
            assertKongs(basic.get("/users", "Authorization: Basic " + pair), 401, "Unauthorized");
            String token = Hs256.token("another-secret-of-enough-bytes-xx", "shop-issuer", 60);
            assertKongs(jwt.get("/users", "Authorization: Bearer " + token), 401, "Unauthorized");
            String old = Hs256.token(SECRET, "shop-issuer", -60);
            assertKongs(jwt.get("/users", "Authorization: Bearer " + old), 401, "token expired");
        }
    }

    @Test
    void whoIsInNoAllowedGroupMayNotUseTheService() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(
                        file(upstream.port(), "", "{ name: key-auth }, { name: acl, config: { allow: [ staff ] } }"))) {
            assertKongs(
                    gateway.get("/users", "apikey: shop-key-of-enough-length"), 403, "You cannot consume this service");
        }
    }

    @Test
    void aLimitThatIsReachedTellsItsFields() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(
                        file(upstream.port(), "", "{ name: rate-limiting, config: { hour: 1 } }"))) {
            Message first = gateway.get("/users");
            assertThat(first.field("X-RateLimit-Limit-Hour")).hasValue("1");
            assertThat(first.field("RateLimit-Remaining")).hasValue("0");
            Message second = gateway.get("/users");
            assertKongs(second, 429, "API rate limit exceeded");
            assertThat(second.field("X-RateLimit-Remaining-Hour")).hasValue("0");
            assertThat(second.has("Retry-After")).isTrue();
        }
    }

    @Test
    void failuresOfTheServiceSayWhatKongSays() throws IOException {
        try (RawUpstream resetting = RawUpstream.start(connection -> connection.reset());
                RawUpstream silent = RawUpstream.start(connection -> {
                    connection.request();
                    connection.request(); // nothing comes but the end
                });
                KongGateway bad = KongGateway.inFormOfKong(file(resetting.port(), "  retries: 0\n", ""));
                KongGateway slow =
                        KongGateway.inFormOfKong(file(silent.port(), "  retries: 0\n  read_timeout: 200\n", ""))) {
            assertKongs(bad.get("/users"), 502, "An invalid response was received from the upstream server");
            assertKongs(slow.get("/users"), 504, "The upstream server is timing out");
        }
    }

    @Test
    void requestsInTheClearAreAskedForTls() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong("_format_version: \"3.0\"\nservices:\n- name: users\n"
                        + "  url: http://127.0.0.1:" + upstream.port()
                        + "\n  routes: [ { name: r, paths: [ /users ], protocols: [ https ] } ]\n")) {
            Message answer = gateway.get("/users");
            assertKongs(answer, 426, "Please use HTTPS protocol");
            assertThat(answer.has("Upgrade")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml;q=0.9 | text/html; charset=utf-8       | <p>Forbidden.</p>",
                "application/xml                       | application/xml; charset=utf-8 | <message>Forbidden</message>",
                "text/plain                            | text/plain; charset=utf-8      | Forbidden",
                "image/png                             | application/json               | \"message\":\"Forbidden\"",
                "*/*                                   | application/json               | \"message\":\"Forbidden\""
            })
    void clientsChooseTheForm(String accept, String type, String text) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(
                        file(upstream.port(), "", "{ name: bot-detection, config: { deny: [ curl ] } }"))) {
            Message answer = gateway.get("/users", "User-Agent: curl", "Accept: " + accept);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.all("Content-Type")).containsExactly(type);
            assertThat(answer.text())
                    .contains(text, answer.field("X-Kong-Request-Id").orElseThrow());
        }
    }

    /** The answers of the gateway itself, which are the default, tell nothing of Kong. */
    @Test
    void withoutTheChoiceNothingIsKongs() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(file(upstream.port(), "", "{ name: key-auth }"))) {
            Message refused = gateway.get("/users");
            assertThat(refused.text()).contains("\"error\":\"unauthorized\"");
            Message answer = gateway.get("/users", "apikey: shop-key-of-enough-length");
            for (Message each : new Message[] {refused, answer, gateway.get("/nowhere")}) {
                assertThat(each.head().toLowerCase(Locale.ROOT)).doesNotContain("x-kong", "kong/");
            }
            assertThat(upstream.only().has("X-Forwarded-Path")).isFalse();
            assertThat(upstream.only().all("X-Consumer-Custom-ID")).containsExactly("customer-4711");
        }
    }

    /** A consumer with a transformer of its own is told all the same who it is and what was asked for. */
    @Test
    void aPluginOfAConsumerTakesNothingAway() throws IOException {
        String own = "  plugins: [ { name: request-transformer, config: { add: { headers: [ \"X-Mine:1\" ] } } } ]\n";
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.inFormOfKong(file(upstream.port(), "", "{ name: key-auth }") + own)) {
            assertThat(gateway.get("/users", "apikey: shop-key-of-enough-length")
                            .status())
                    .isEqualTo(200);
            assertThat(upstream.only().all("X-Mine")).containsExactly("1");
            assertThat(upstream.only().all("X-Forwarded-Path")).containsExactly("/users");
        }
    }
}
