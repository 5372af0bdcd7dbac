package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.compression.Decoders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a real upstream's bodies, replaced on their way to clients of both protocols. */
@Timeout(60)
class SubstitutionPolicyTest {

    private static final String HTML = "Content-Type: text/html\r\n";

    private static TestGateway gateway(String policies, RawUpstream upstream) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + "routes: [ { name: all, match: { path: /* }, policies: [ " + policies + " ], to: service } ]\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5_000})
    void textsAreFoundWhereverChunksAreCut(int size) throws IOException {
        String body = "<a href=http://internal/>".repeat(size < 7 ? 40 : 2_000);
        String expected = body.replace("http://internal", "https://www.example.com");
        try (RawUpstream upstream =
                        RawUpstream.answering(request -> request.target().equals("/sized")
                                ? CompressionPolicyTest.sized(HTML, body)
                                : CompressionPolicyTest.chunked(HTML, body, size));
                TestGateway gateway = gateway(
                        "{ substitution: { replace: [ { find: \"http://internal\", with: \"https://www.example.com\","
                                + " once: false } ] } }",
                        upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(gateway.get("/sized").text()).isEqualTo(expected);
            assertThat(gateway.get("/chunked").text()).isEqualTo(expected);
            assertThat(client.get(1, "/chunked").text()).isEqualTo(expected);
            assertThat(client.get(3, "/sized").text()).isEqualTo(expected);
        }
    }

    @Test
    void theUpstreamIsAskedForPlainBodiesAndTheClientGetsThemCompressed() throws IOException {
        String body = CompressionPolicyTest.text(4_000) + "</BODY>";
        try (RawUpstream upstream = RawUpstream.answering(request -> CompressionPolicyTest.sized(HTML, body));
                TestGateway gateway = gateway(
                        "{ compression: {} }, { substitution: { replace: [ { find: \"</body>\","
                                + " with: \"<i>{requestId}</i></body>\", ignoreCase: true } ] } }",
                        upstream)) {
            Message answer = gateway.get("/", "Accept-Encoding: gzip");
            assertThat(upstream.only().has("Accept-Encoding")).isFalse();
            assertThat(answer.field("Content-Encoding")).contains("gzip");
            String id = answer.field("X-Request-ID").orElseThrow();
            assertThat(new String(Decoders.decode("gzip", answer.body()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(body.replace("</BODY>", "<i>" + id + "</i></body>"));
        }
    }

    @Test
    void whatTheUpstreamCompressesAllTheSamePassesAndIsCounted() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> CompressionPolicyTest.sized(HTML + "Content-Encoding: gzip\r\n", "foo foo"));
                TestGateway gateway =
                        gateway("{ substitution: { replace: [ { find: foo, with: bar } ] } }", upstream)) {
            Message answer = gateway.get("/");
            assertThat(answer.text()).isEqualTo("foo foo");
            assertThat(answer.field("Content-Length")).contains("7");
            try (RawClient admin = RawClient.connect(gateway.admin())) {
                assertThat(admin.admin("/metrics").text())
                        .contains("api_gateway_substitution_bodies_total{result=\"encoded\"} 1.0");
            }
        }
    }

    @Test
    void aBodyThatIsCutIsSeenToBeCutAndKeepsWhatMayHaveBeenAMatch() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\n" + HTML + "Content-Length: 100\r\n\r\nfoo and fo");
                });
                TestGateway gateway =
                        gateway("{ substitution: { replace: [ { find: foo, with: bar, once: false } ] } }", upstream)) {
            Message cut = gateway.get("/");
            assertThat(cut.whole()).isFalse();
            assertThat("bar and ").startsWith(cut.text());
        }
    }
}
