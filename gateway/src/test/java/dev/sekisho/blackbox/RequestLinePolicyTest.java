package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy request-line: what the service is asked for. */
class RequestLinePolicyTest {

    private static final String H2C = "http2: { cleartext: true }";

    private static TestGateway gateway(RawUpstream upstream, String path, String policies, String more) {
        return TestGateway.start(Yaml.listener(H2C)
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: \"" + path + "\" }, policies: [ " + policies
                        + " ], to: service" + more));
    }

    private static String line(Message answer) {
        return answer.text().substring(0, answer.text().indexOf("\r\n"));
    }

    @Test
    void methodPathAndQueryAreOthersForTheServiceAndTheLogKeepsTheClients() throws IOException {
        String policy = "request-line: { method: PUT, path: \"/v2/users/{path.id}/{query.kind}\", query: { remove: ["
                + " kind ], rename: { q: query }, set: { id: \"{path.id}\" }, setIfAbsent: { size: 10 } } }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "/users/{id}", policy, "");
                RawClient client = gateway.connect();
                Http2Client second = Http2Client.connect(gateway.address())) {
            Message answer = client.send(
                            RawClient.request("POST", "/users/a%20b?kind=x/y?&q=1+2&id=9", "Content-Length: 2") + "hi")
                    .read();
            assertThat(answer.status()).as("an encoded slash is refused here").isEqualTo(400);
            Message plain = client.post("/users/a%20b?kind=x.y&q=1+2&id=9", "hi");
            assertThat(line(plain)).isEqualTo("PUT /v2/users/a%20b/x.y?query=1+2&id=a%20b&size=10 HTTP/1.1");
            assertThat(plain.text()).endsWith("hi");
            assertThat(second.get(1, "/users/7?kind=k&size=1").text())
                    .startsWith("PUT /v2/users/7/k?size=1&id=7 HTTP/1.1\r\n");
            String id = plain.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(entry -> entry.contains(id))).contains("\"POST\"", "/users/a%20b?kind");
        }
    }

    /** What the client asks for decides whether it gets a body, whatever the service is asked for. */
    @Test
    void theAnswerToHeadHasNoBody() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "/*", "request-line: { method: GET }", "");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(RawClient.request("HEAD", "/"))
                                .read("HEAD")
                                .status())
                        .isEqualTo(200);
                assertThat(line(client.get("/next"))).isEqualTo("GET /next HTTP/1.1");
            }
        }
    }

    @Test
    void servicesOfHttp2AreAskedTheSame() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "protocol: http2", service.port()))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ request-line: { method: POST, path:"
                                + " \"/x{path}\", query: { keepOnly: [ a ] } } ], to: service"))) {
            assertThat(gateway.get("/y?a=1&b=2").status()).isEqualTo(200);
            Http2Service.Call call = service.calls().getFirst();
            assertThat(call.header(":method")).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/x/y?a=1");
        }
    }

    @Test
    void theRoutesRewriteGoesOnFromThePolicysPath() throws IOException {
        String policy = "request-line: { regex: { pattern: \"^/old/(.*)$\", replacement: \"/api/new/$1\" } }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "/*", policy, ", rewrite: { stripPrefix: /api }")) {
            assertThat(line(gateway.get("/old/a?b"))).isEqualTo("GET /new/a?b HTTP/1.1");
            assertThat(line(gateway.get("/api/b"))).isEqualTo("GET /b HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/x?to=..%2F..%2Fadmin|400",
                "/x?to=..|400",
                "/x?to=%2e%2e|400",
                "/x?to=.|400",
                "/x?to=...|200",
                "/x?to=a%0d%0aX-Evil:1|400",
                "/x?to=%5cadmin|400",
                "/x?to=%3Fadmin=1|200",
                "/x?to=%00|400",
                "/x?to=%252e%252e|200",
                "/x?to=|200",
                "/x|200"
            })
    void whatComesOutIsNormalisedAndCheckedAgain(String target, int status) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "/*", "request-line: { path: \"/files/{query.to}/x\" }", "")) {
            Message answer = gateway.get(target);
            assertThat(answer.status()).isEqualTo(status);
            if (status == 200) {
                assertThat(line(answer)).doesNotContain("/../").matches("GET /(files/)?[^ ?]*x(\\?.*)? HTTP/1.1");
                assertThat(answer.text()).doesNotContain("X-Evil: 1\r\n");
            }
        }
    }

    @Test
    void aBodyPassesInChunksToo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        gateway(upstream, "/*", "request-line: { method: PATCH, query: { add: { a: 1 } } }", "");
                RawClient client = gateway.connect()) {
            client.send((RawClient.request("POST", "/", "Transfer-Encoding: chunked") + "2\r\nhi\r\n0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            Message answer = client.read();
            assertThat(line(answer)).isEqualTo("PATCH /?a=1 HTTP/1.1");
            assertThat(answer.text()).endsWith("hi");
        }
    }
}
