package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plugins of whole files of Kong's: bound to consumers, and what they change on routes. */
@Timeout(120)
class KongPluginScopesTest {

    private static String file(int port, String more) {
        return "_format_version: \"3.0\"\nservices:\n- name: users\n  url: http://127.0.0.1:" + port
                + "/base\n"
                + "  routes:\n"
                + "  - { name: users, paths: [ '~/users/(?<user>[^/]+)/(\\w+)', /all ], strip_path: true }\n"
                + more;
    }

    @Test
    void aLimitOfAConsumerTakesThePlaceOfThatOfTheService() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(file(upstream.port(), """
                      plugins:
                      - { name: key-auth }
                      - { name: rate-limiting, config: { hour: 1 } }
                    consumers:
                    - username: mobile
                      keyauth_credentials: [ { key: mobile-key-of-enough-length } ]
                      plugins: [ { name: rate-limiting, config: { hour: 2 } } ]
                    - username: partner
                      keyauth_credentials: [ { key: partner-key-of-enough-length } ]
                    """))) {
            assertThat(gateway.get("/all").status()).isEqualTo(401);
            Message first = gateway.get("/all", "apikey: mobile-key-of-enough-length");
            assertThat(first.field("X-RateLimit-Limit-Hour")).hasValue("2");
            assertThat(gateway.get("/all", "apikey: mobile-key-of-enough-length")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.get("/all", "apikey: mobile-key-of-enough-length")
                            .status())
                    .isEqualTo(429);
            Message other = gateway.get("/all", "apikey: partner-key-of-enough-length");
            assertThat(other.field("X-RateLimit-Limit-Hour")).hasValue("1");
            assertThat(gateway.get("/all", "apikey: partner-key-of-enough-length")
                            .status())
                    .isEqualTo(429);
        }
    }

    /** The path that the plugin sets is the service's, whatever base and strip_path would make of it. */
    @Test
    void thePathOfATransformerIsWhatTheServiceGets() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(file(upstream.port(), """
                      plugins:
                      - name: request-transformer
                        config:
                          replace:
                            uri: /internal/$(uri_captures['user'])/$(uri_captures[2])
                            headers: [ "Host:inside.example.com" ]
                    """))) {
            assertThat(gateway.get("/users/u7/cart?x=1").status()).isEqualTo(200);
            assertThat(upstream.only().target()).isEqualTo("/internal/u7/cart?x=1");
            assertThat(upstream.only().field("Host")).hasValue("inside.example.com");
        }
    }

    @Test
    void eitherOfTwoWaysToSignInWillDo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(file(upstream.port(), """
                      plugins:
                      - { name: key-auth, config: { anonymous: guest } }
                      - { name: basic-auth, config: { anonymous: guest } }
                    consumers:
                    - username: guest
                      plugins: [ { name: request-termination, config: { status_code: 401, message: sign in } } ]
                    - username: shop
                      keyauth_credentials: [ { key: shop-key-of-enough-length } ]
                      basicauth_credentials: [ { username: shop, password: a-long-password } ]
                    """))) {
            assertThat(gateway.get("/all", "apikey: shop-key-of-enough-length").text())
                    .contains("X-Consumer-Username: shop\r\n")
                    .doesNotContain("X-Anonymous-Consumer");
            assertThat(gateway.get("/all", "Authorization: Basic c2hvcDphLWxvbmctcGFzc3dvcmQ=")
                            .status())
                    .isEqualTo(200);
            Message nobody = gateway.get("/all");
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.text()).contains("{\"message\":\"sign in\"}");
        }
    }

    /** As in Kong, a mistake is no reason to be refused where everybody may pass as somebody. */
    @Test
    void wrongCredentialsPassAsTheAnonymousConsumer() throws IOException {
        String token = Hs256.token("not-the-secret-of-that-issuer-at-all", "shop-issuer", 60);
        String[][] wrong = {
            {"key-auth", "apikey: wrong"},
            {"basic-auth", "Authorization: Basic c2hvcDp3cm9uZw=="},
            {"jwt", "Authorization: Bearer " + token},
            {"jwt", "Authorization: Bearer nonsense"},
            {
                "hmac-auth",
                "Authorization: hmac username=\"shop\", algorithm=\"hmac-sha256\", headers=\"date\", signature=\"AAAA\""
            }
        };
        for (String[] each : wrong) {
            try (RawUpstream upstream = RawUpstream.echo();
                    KongGateway gateway = KongGateway.start(file(upstream.port(), """
                              plugins:
                              - { name: %s, config: { anonymous: guest } }
                            consumers:
                            - username: guest
                            - username: shop
                              custom_id: customer-4711
                              keyauth_credentials: [ { key: shop-key-of-enough-length } ]
                              basicauth_credentials: [ { username: shop, password: a-long-password } ]
                              hmacauth_credentials: [ { username: shop, secret: another-secret-of-enough-bytes } ]
                              jwt_secrets: [ { key: shop-issuer, secret: a-secret-of-enough-bytes-for-hs256 } ]
                            """.formatted(each[0])))) {
                assertThat(gateway.get("/all", each[1]).status()).as(each[1]).isEqualTo(200);
                Message sent = upstream.only();
                assertThat(sent.all("X-Consumer-Username")).as(each[1]).containsExactly("guest");
                assertThat(sent.all("X-Anonymous-Consumer")).containsExactly("true");
                assertThat(sent.has("X-Consumer-Custom-ID")).isFalse();
            }
        }
    }

    @Test
    void theCustomIdOfAConsumerIsToldToServices() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(file(upstream.port(), """
                      plugins: [ { name: key-auth } ]
                    consumers:
                    - { username: shop, custom_id: customer-4711, keyauth_credentials: [ { key: shop-key-of-enough-length } ] }
                    """))) {
            assertThat(gateway.get("/all", "apikey: shop-key-of-enough-length", "X-Consumer-Custom-ID: forged")
                            .status())
                    .isEqualTo(200);
            assertThat(upstream.only().all("X-Consumer-Custom-ID")).containsExactly("customer-4711");
            assertThat(upstream.only().all("X-Consumer-ID")).containsExactly("shop");
        }
    }

    /** Each plugin of a log writes, beside the others of the route. */
    @Test
    void severalLogsOfARouteAreAllWritten() throws IOException {
        try (TcpLines ofAll = TcpLines.start();
                TcpLines ofService = TcpLines.start();
                RawUpstream upstream = RawUpstream.echo();
                RawUpstream collector = RawUpstream.answering(sent -> RawUpstream.ok(""));
                KongGateway gateway = KongGateway.start(
                        file(upstream.port(), """
                      plugins:
                      - { name: http-log, config: { http_endpoint: "http://127.0.0.1:%d/log" } }
                      - { name: tcp-log, config: { host: 127.0.0.1, port: %d } }
                    plugins:
                    - { name: tcp-log, config: { host: 127.0.0.1, port: %d } }
                    """.formatted(collector.port(), ofService.port(), ofAll.port())))) {
            assertThat(gateway.get("/all?n=1").status()).isEqualTo(200);
            assertThat(gateway.get("/nowhere").status()).isEqualTo(404);
            assertThat(ofService.line(line -> line.contains("/all?n=1"))).contains("\"status\":200");
            assertThat(ofAll.line(line -> line.contains("/nowhere"))).contains("\"status\":404");
            TestGateway.await(
                    "the record by HTTP",
                    java.time.Duration.ofSeconds(60),
                    () -> collector.requests().stream()
                            .anyMatch(sent -> sent.text().contains("/all?n=1")));
        }
    }
}
