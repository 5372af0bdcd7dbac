package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TRACE where a listener serves it, and TRACE and CONNECT where not. */
class TraceTest {

    private static TestGateway gateway(RawUpstream upstream, String listener) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    private static String trace(String... fields) {
        return RawClient.request("TRACE", "/a?b", fields);
    }

    @Test
    void traceIsSentOnWithoutCredentialsAndOneStepLess() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "trace: true");
                RawClient client = gateway.connect()) {
            String secret = "Authorization: Bearer s3cret";
            Message answer = client.send(trace("Max-Forwards: 7", "Cookie: id=s3cret", secret, "X-Seen: yes"))
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .startsWith("TRACE /a?b HTTP/1.1\r\n")
                    .contains("X-Seen: yes\r\n", "Max-Forwards: 6\r\n")
                    .doesNotContain("s3cret", "Max-Forwards: 7");
            assertThat(client.send(trace()).read().text()).doesNotContain("Max-Forwards");
        }
    }

    @Test
    void theLastRecipientAnswersItself() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "trace: true, via: gateway");
                RawClient client = gateway.connect()) {
            Message answer = client.send(trace("Max-Forwards: 0", "Cookie: id=s3cret", "X-Seen: yes"))
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.all("Content-Type")).containsExactly("message/http");
            assertThat(answer.text())
                    .isEqualTo("TRACE /a?b HTTP/1.1\r\nHost: test\r\nMax-Forwards: 0\r\nX-Seen: yes\r\n\r\n");
            assertThat(upstream.accepted()).isZero();
            assertThat(client.get("/").status()).isEqualTo(200); // the connection serves on
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Forwards: -1",
                "Max-Forwards: x",
                "Max-Forwards: 1\r\nMax-Forwards: 1",
                "Max-Forwards: 9999999999"
            })
    void malformedStepsAreRefused(String field) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "trace: true");
                RawClient client = gateway.connect()) {
            assertThat(client.send(trace(field)).read().status()).isEqualTo(400);
            assertThat(gateway.logged(line -> line.contains("\"status\":400"))).contains("head.max_forwards");
            assertThat(upstream.accepted()).isZero();
        }
    }

    @Test
    void aBodyIsRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "trace: true");
                RawClient client = gateway.connect()) {
            assertThat(client.send(trace("Content-Length: 2") + "ab").read().status())
                    .isEqualTo(400);
            assertThat(gateway.logged(line -> line.contains("\"status\":400"))).contains("framing.trace_body");
        }
    }

    @Test
    void bothAreRefusedUnlessServedAndWhatFollowsAConnectReachesNobody() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient trace = gateway.connect()) {
            assertThat(trace.send(trace()).read().status()).isEqualTo(405);
        }
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "trace: true");
                RawClient connect = gateway.connect()) {
            connect.send("CONNECT 127.0.0.1:" + upstream.port() + " HTTP/1.1\r\nHost: 127.0.0.1:" + upstream.port()
                    + "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(connect.read().status()).isEqualTo(405);
            assertThat(connect.isClosedWithin(Duration.ofSeconds(8))).isTrue();
            assertThat(upstream.accepted()).isZero();
        }
    }
}
