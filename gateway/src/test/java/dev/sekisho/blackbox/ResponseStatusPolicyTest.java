package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The policy response-status: which status the client gets. */
class ResponseStatusPolicyTest {

    private static TestGateway gateway(RawUpstream upstream, String more) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ response-status: { map: { 204: 200, 304: 200,"
                                + " 404: 200, 503: 599, 5xx: 502, 401: 404 } }" + more + " ], to: service"));
    }

    private static RawUpstream service() throws IOException {
        return RawUpstream.answering(request -> {
            String status = request.target().substring(1);
            boolean bodiless = status.equals("204")
                    || status.equals("304")
                    || request.method().equals("HEAD");
            String length = status.equals("204") ? "" : "Content-Length: 4\r\n";
            return "HTTP/1.1 " + status + " Own Phrase\r\n" + length + "\r\n" + (bodiless ? "" : "body");
        });
    }

    @Test
    void statusesAreOthersAndTheConnectionStaysInStep() throws IOException {
        try (RawUpstream upstream = service();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect();
                Http2Client second = Http2Client.connect(gateway.address())) {
            int[][] expected = {{404, 200}, {503, 599}, {500, 502}, {200, 200}, {418, 418}, {204, 200}, {304, 200}};
            int stream = 1;
            for (int[] pair : expected) {
                String body = pair[0] == 204 || pair[0] == 304 ? "" : "body";
                Message answer = client.get("/" + pair[0]);
                assertThat(answer.status()).as("" + pair[0]).isEqualTo(pair[1]);
                assertThat(answer.text()).isEqualTo(body);
                assertThat(answer.startLine().contains("Own Phrase")).isEqualTo(pair[0] == pair[1]);
                Http2Client.Answer other = second.get(stream, "/" + pair[0]);
                assertThat(other.status()).isEqualTo(pair[1]);
                assertThat(other.text()).isEqualTo(body);
                stream += 2;
            }
            assertThat(client.send(RawClient.request("HEAD", "/404"))
                            .read("HEAD")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get("/200").text()).isEqualTo("body");
        }
    }

    @Test
    void theGatewaysOwnAnswersHaveOtherStatusesToo() throws IOException {
        try (RawUpstream upstream = service();
                TestGateway gateway = gateway(upstream, ", key-auth: {}")) {
            Message answer = gateway.get("/200");
            assertThat(answer.status())
                    .as("who has no key is not told that there is something")
                    .isEqualTo(404);
            assertThat(answer.text()).contains("\"error\":");
        }
    }
}
