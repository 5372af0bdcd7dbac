package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fields by whose answer it is. */
@Timeout(60)
class AnswerHeadersPolicyTest {

    private static final String POLICY = "answer-headers: { service: { remove: [ Server ], set: { X-Took:"
            + " \"{upstreamMillis}\", X-By: service }, append: { Via: 1.1 gateway } }, gateway: { set: { X-By: gateway,"
            + " X-Took: \"{durationMillis}\" } } }";

    private static TestGateway gateway(RawUpstream upstream, String more) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ " + POLICY + more + " ], to: service",
                        "name: fixed, match: { path: /fixed }, policies: [ " + POLICY
                                + " ], to: { respond: { body: x } }"));
    }

    @Test
    void theServiceAndTheGatewayAreToldApart() throws IOException {
        String answer = "HTTP/1.1 404 Not Found\r\nServer: s/1\r\nVia: 1.0 inner\r\nContent-Length: 0\r\n\r\n";
        try (RawUpstream upstream = RawUpstream.answering(sent -> answer);
                TestGateway gateway = gateway(upstream, ", ip: { deny: [ 10.0.0.0/8 ] }")) {
            Message served = gateway.get("/a");
            assertThat(served.status()).isEqualTo(404);
            assertThat(served.all("X-By")).containsExactly("service");
            assertThat(served.field("X-Took").orElse("")).matches("[0-9]+");
            assertThat(served.all("Via")).containsExactly("1.0 inner, 1.1 gateway");
            assertThat(served.has("Server")).isFalse();
            assertThat(gateway.get("/fixed").all("X-By")).containsExactly("gateway");
        }
    }

    @Test
    void refusalsAndErrorsAreTheGateways() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> connection.reset());
                TestGateway refusing = gateway(upstream, ", ip: { deny: [ 127.0.0.0/8 ] }");
                TestGateway failing = gateway(upstream, "")) {
            Message refused = refusing.get("/a");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.all("X-By")).containsExactly("gateway");
            assertThat(refused.has("Via")).isFalse();
            Message failed = failing.get("/a");
            assertThat(failed.status()).isEqualTo(502);
            assertThat(failed.all("X-By")).containsExactly("gateway");
            assertThat(failed.field("X-Took").orElse("")).matches("[0-9]+");
        }
    }
}
