package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ids of requests through a listener and to a service. */
@Timeout(120)
class CorrelationIdPolicyTest {

    private static TestGateway start(RawUpstream upstream, String policies) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service"));
    }

    @Test
    void serviceAndClientSeeTheSameId() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "correlation-id: {}");
                Http2Client second = Http2Client.connect(gateway.address())) {
            Message answer = gateway.get("/");
            String id = answer.field("X-Correlation-ID").orElseThrow();
            assertThat(upstream.requests().getFirst().all("X-Correlation-ID")).containsExactly(id);
            assertThat(answer.field("X-Request-ID"))
                    .as("which is another one")
                    .isPresent()
                    .isNotEqualTo(java.util.Optional.of(id));
            assertThat(gateway.get("/", "X-Correlation-ID: order-17").field("X-Correlation-ID"))
                    .hasValue("order-17");
            assertThat(second.get(1, "/").field("x-correlation-id")).isNotEmpty();
        }
    }

    /** Templates of policies behind may hold it, and a field that one of them takes out is not told. */
    @Test
    void theIdIsThereForTemplates() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "request-headers: { set: { X-Trace: \"t/{header.X-Correlation-ID}\" } }, correlation-id: {"
                                + " generator: tracker }")) {
            Message answer = gateway.get("/");
            String id = answer.field("X-Correlation-ID").orElseThrow();
            assertThat(id).matches("127\\.0\\.0\\.1-" + gateway.address().getPort() + "-\\d+-\\d+-1-\\d{10}\\.\\d{3}");
            assertThat(upstream.requests().getFirst().field("X-Trace")).hasValue("t/" + id);
        }
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        start(upstream, "request-headers: { remove: [ X-Correlation-ID ] }, correlation-id: {}")) {
            assertThat(gateway.get("/", "X-Correlation-ID: mine").has("X-Correlation-ID"))
                    .isFalse();
            assertThat(upstream.requests().getFirst().has("X-Correlation-ID")).isFalse();
        }
    }

    @Test
    void hostileIdsReachNobody() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "correlation-id: { generator: uuid-counter }")) {
            for (String id :
                    new String[] {"<script>alert(1)</script>", "a\tb", "\"; drop", "x".repeat(2000), "\u00e9"}) {
                Message answer = gateway.get("/", "X-Correlation-ID: " + id);
                assertThat(answer.field("X-Correlation-ID"))
                        .hasValueSatisfying(made -> assertThat(made).matches("[0-9a-f-]{36}#\\d+"));
            }
            for (Message request : upstream.requests()) {
                assertThat(request.all("X-Correlation-ID"))
                        .singleElement()
                        .asString()
                        .matches("[0-9a-f-]{36}#\\d+");
            }
        }
    }
}
