package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A client that claims another address with every request. */
class RotatingAddressTest {

    private static final String ROUTES =
            "routes: [ { name: all, match: { path: /* }, policies: [ rate-limit: { limits: [ { requests: 2, per: day } ] } ],"
                    + " to: service } ]\n";

    private static int asked(TestGateway gateway, int client) throws IOException {
        return gateway.get("/", "X-Forwarded-For: 198.51.100." + client, "Forwarded: for=198.51.100." + client)
                .status();
    }

    @Test
    void hasOneLimitUnlessItIsATrustedProxy() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + ROUTES)) {
            assertThat(asked(gateway, 1)).isEqualTo(200);
            assertThat(asked(gateway, 2)).isEqualTo(200);
            assertThat(asked(gateway, 3)).isEqualTo(429);
            assertThat(asked(gateway, 4)).isEqualTo(429);
        }
    }

    @Test
    void whatATrustedProxyTellsCounts() throws IOException {
        String trusting = Yaml.listener("trustedProxies: [ 127.0.0.0/8 ]");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        TestGateway.start(trusting + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + ROUTES)) {
            for (int client = 1; client <= 4; client++) {
                assertThat(asked(gateway, client)).isEqualTo(200);
            }
        }
    }
}
