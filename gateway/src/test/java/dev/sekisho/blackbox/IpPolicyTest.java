package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of clients, seen through proxies that are trusted and through no others. */
class IpPolicyTest {

    private static TestGateway start(String listener, RawUpstream upstream, String policies) {
        return TestGateway.start(Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + "consumers: [ { name: shop, keys: [ { key: new-key } ] } ]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 200",
        "10.9.2.3, 403",
        "192.0.2.1, 403",
        "2001:db8::7, 200",
        "2001:db9::7, 403",
        "::ffff:10.1.2.3, 200",
        "::ffff:10.9.2.3, 403",
        "'10.1.2.3, 192.0.2.1', 403",
        "'192.0.2.1, 10.1.2.3', 200"
    })
    void behindATrustedProxyTheClientsOwnAddressDecides(String forwarded, int status) throws IOException {
        String policy = "ip: { allow: [ 10.0.0.0/8, \"2001:db8::/32\" ], deny: [ 10.9.0.0/16 ] }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("trustedProxies: [ 127.0.0.1 ]", upstream, policy)) {
            assertThat(gateway.get("/a", "X-Forwarded-For: " + forwarded).status())
                    .isEqualTo(status);
            assertThat(upstream.requests()).hasSize(status == 200 ? 1 : 0);
        }
    }

    @Test
    void whatAStrangerSaysOfItsAddressIsNotBelieved() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("", upstream, "ip: { allow: [ 10.0.0.0/8 ] }")) {
            for (String field : new String[] {
                "X-Forwarded-For: 10.1.2.3",
                "Forwarded: for=10.1.2.3",
                "X-Real-IP: 10.1.2.3",
                "X-Client-IP: 10.1.2.3",
                "True-Client-IP: 10.1.2.3"
            }) {
                Message refused = gateway.get("/a", field);
                assertThat(refused.status()).as(field).isEqualTo(403);
                assertThat(refused.text())
                        .startsWith("{\"error\":\"forbidden\",\"message\":\"This address may not ask here.\"");
            }
            assertThat(gateway.logged(line -> line.contains("\"status\":403"))).contains("\"reason\":\"auth.address\"");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    /** Who may not even ask is not told which credential would do. */
    @Test
    void addressesAreLookedAtBeforeCredentials() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("", upstream, "key-auth: {}, ip: { deny: [ 127.0.0.0/8 ], status: 404 }")) {
            Message refused = gateway.get("/a", "X-API-Key: new-key");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.has("WWW-Authenticate")).isFalse();
            assertThat(upstream.requests()).isEmpty();
        }
    }
}
