package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests under way by key, over several loops, both protocols, and WebSockets. */
@Timeout(60)
class ConcurrencyKeyPolicyTest {

    private static TestGateway gateway(RawUpstream upstream, String policy) {
        return TestGateway.start(
                Yaml.listener("http2: { cleartext: true }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ concurrency: { " + policy
                                + " } ], to: service"),
                "nio",
                2);
    }

    private static RawUpstream holding() throws IOException {
        return RawUpstream.start(connection -> {
            if (connection.request().orElseThrow().target().equals("/held")) {
                connection.awaitEnd();
            } else {
                connection.send(RawUpstream.ok("ok"));
            }
        });
    }

    @Test
    void keysAreCountedApartOverLoopsAndProtocols() throws IOException {
        try (RawUpstream upstream = holding();
                TestGateway gateway =
                        gateway(upstream, "requests: 4, key: header, header: X-Tenant, status: 429, headers: true")) {
            List<RawClient> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(gateway.connect().send(RawClient.request("GET", "/held", "X-Tenant: a")));
            }
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                client.headers(1, true, Http2Client.request("GET", "/held", "x-tenant", "a"));
                TestGateway.await(
                        "four at the service", () -> upstream.requests().size() == 4);
                Message refused = gateway.get("/free", "X-Tenant: a");
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.field("X-Concurrency-Remaining")).contains("0");
                assertThat(client.get(3, "/free", "x-tenant", "a").status()).isEqualTo(429);
                Message other = gateway.get("/free", "X-Tenant: b");
                assertThat(other.status()).isEqualTo(200);
                assertThat(other.field("X-Concurrency-Remaining")).contains("3");
                client.reset(1, 8);
                TestGateway.await("a place", () -> isFree(gateway));
            }
            for (RawClient client : held) {
                client.reset();
            }
            assertThat(StreamTest.metric(gateway, "api_gateway_concurrency_exceeded_total{outcome=\"refused\"}"))
                    .isGreaterThanOrEqualTo(2);
        }
    }

    private static boolean isFree(TestGateway gateway) {
        try {
            return gateway.get("/free", "X-Tenant: a").status() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aWebSocketIsUnderWayUntilItCloses() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = gateway(upstream, "requests: 1, key: address")) {
            try (RawClient open = WebSockets.open(gateway)) {
                assertThat(gateway.get("/free").status()).isEqualTo(503);
                open.send(close(1000, true));
                assertThat(WebSockets.read(open).code()).isEqualTo(1000);
            }
            TestGateway.await("a place", () -> {
                try (RawClient again = WebSockets.open(gateway)) {
                    return true;
                } catch (IOException | AssertionError e) {
                    return false;
                }
            });
        }
    }
}
