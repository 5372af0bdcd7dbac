package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The websocket policy through a listener. */
class WebSocketPolicyTest {

    private static Message handshake(TestGateway gateway, String... fields) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.send(WebSockets.upgrade(fields)).read();
        }
    }

    private static void refused(TestGateway gateway, String reason, String... fields) throws IOException {
        int before = gateway.log().size();
        assertThat(handshake(gateway, fields).status()).isEqualTo(403);
        String wanted = "\"reason\":\"" + reason + "\"";
        TestGateway.await(
                "a line of the log",
                () -> gateway.log().stream()
                        .skip(before) // beside lines of tunnels that end meanwhile
                        .anyMatch(line -> line.contains(wanted)));
    }

    @Test
    void foreignOriginsAreRefusedBeforeTheUpstreamSeesThem() throws IOException {
        String policy = "origins: [ \"https://app.example.com\", \"https://*.example.org\" ]";
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = TestGateway.start(WebSockets.yaml(upstream, "", policy))) {
            for (String origin : new String[] {
                "https://evil.example",
                "null",
                "http://app.example.com",
                "https://app.example.com.evil.example",
                "https://app.example.com:8443",
                "https://example.org",
                "https://a.example.org/x",
                "https://app.example.com https://app.example.com",
                "HTTPS://APP.EXAMPLE.COM"
            }) {
                refused(gateway, "policy.websocket_origin", "Origin: " + origin);
            }
            refused(
                    gateway,
                    "policy.websocket_origin",
                    "Origin: https://app.example.com",
                    "Origin: https://evil.example");
            assertThat(upstream.accepted()).isZero();
            assertThat(handshake(gateway, "Origin: https://app.example.com").status())
                    .isEqualTo(101);
            assertThat(handshake(gateway, "Origin: https://a.b.example.org").status())
                    .isEqualTo(101);
            assertThat(handshake(gateway).status()).isEqualTo(101); // no browser
            assertThat(gateway.get("/", "Origin: https://evil.example").status())
                    .isNotEqualTo(403); // no WebSocket, so not this policy's to judge
        }
    }

    @Test
    void anOriginMayBeAskedFor() throws IOException {
        String policy = "origins: [ \"https://app.example.com\" ], requireOrigin: true";
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = TestGateway.start(WebSockets.yaml(upstream, "", policy))) {
            refused(gateway, "policy.websocket_origin");
        }
    }

    @Test
    void onlyAllowedSubprotocolsAreOffered() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    Message request = connection.request().orElseThrow();
                    String offered = String.join("|", request.all("Sec-WebSocket-Protocol"));
                    connection.send(WebSockets.switched("X-Offered: " + offered));
                });
                TestGateway gateway =
                        TestGateway.start(WebSockets.yaml(upstream, "", "protocols: [ mqtt, graphql ]"))) {
            Message some = handshake(
                    gateway, "Sec-WebSocket-Protocol: soap,  mqtt", "Sec-WebSocket-Protocol: GraphQL, graphql");
            assertThat(some.all("X-Offered")).containsExactly("mqtt, graphql");
            Message all = handshake(gateway, "Sec-WebSocket-Protocol: graphql,mqtt");
            assertThat(all.all("X-Offered")).containsExactly("graphql,mqtt");
            refused(gateway, "policy.websocket_protocol", "Sec-WebSocket-Protocol: soap");
            refused(gateway, "policy.websocket_protocol");
        }
    }

    @Test
    void aRouteMayHaveNone() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> RawUpstream.ok("plain"));
                TestGateway gateway = TestGateway.start(WebSockets.yaml(upstream, "", "allow: false"))) {
            refused(gateway, "policy.websocket");
            assertThat(gateway.get("/").text()).isEqualTo("plain");
        }
    }
}
