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
}
