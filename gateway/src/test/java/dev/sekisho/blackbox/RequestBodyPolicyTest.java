package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy request-body through a listener and a service. */
@Timeout(120)
class RequestBodyPolicyTest {

    private static final String EDITS =
            "request-body: { maxBody: 1KiB, json: { remove: [ secret ], set: { by: \"{path.id}\", n: 1.0 } },"
                    + " form: { remove: [ secret ], set: { by: \"{path.id}\" } } }";
    private static final String JSON = "Content-Type: application/json";

    private static TestGateway gateway(RawUpstream upstream, String more) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", more, upstream))
                + Yaml.routes("name: all, match: { path: \"/x/{id}\" }, policies: [ " + EDITS + " ], to: service"));
    }

    private static String post(String body, String... fields) {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        return RawClient.request("POST", "/x/7", all) + body;
    }

    private static Message ask(RawClient client, String request) throws IOException {
        return client.send(request.getBytes(StandardCharsets.UTF_8)).read();
    }

    @Test
    void jsonArrivesChangedWithItsNewLengthAndWithoutOldDigests() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            String changed = "{\"a\":1.50,\"by\":\"7\",\"n\":1.0}";
            Message sized = ask(
                    client,
                    post(
                            "{\"secret\":\"s\",\"a\":1.50}",
                            JSON + "; charset=utf-8",
                            "Content-MD5: x",
                            "Digest: x",
                            "Content-Digest: x"));
            assertThat(sized.text())
                    .endsWith("\r\n\r\n" + changed)
                    .contains("Content-Length: " + changed.length() + "\r\n")
                    .doesNotContain("MD5", "Digest");
            String chunks = "5\r\n{\"a\":\r\n5\r\n1.50}\r\n0\r\nX-Trailer: 1\r\n\r\n";
            Message chunked = ask(
                    client,
                    RawClient.request(
                                    "POST", "/x/7", "Content-Type: application/hal+json", "Transfer-Encoding: chunked")
                            + chunks);
            assertThat(chunked.text()).endsWith("\r\n\r\n" + changed).doesNotContain("chunked");
        }
    }

    @Test
    void clientsOfHttp2AreServedTheSame() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/x/8", "content-type", "application/json"));
            client.data(1, false, "{\"secret\":1,".getBytes(StandardCharsets.US_ASCII));
            client.data(1, true, "\"a\":2}".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.await(1).text()).endsWith("\r\n\r\n{\"a\":2,\"by\":\"8\",\"n\":1.0}");
            client.headers(3, false, Http2Client.request("POST", "/x/8", "content-type", "application/json"));
            client.data(3, true, "{\"a\":".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.await(3).status()).isEqualTo(400);
        }
    }

    @Test
    void servicesOfHttp2GetTheSame() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "protocol: http2", service.port()))
                        + Yaml.routes(
                                "name: all, match: { path: \"/x/{id}\" }, policies: [ " + EDITS + " ], to: service"));
                RawClient client = gateway.connect()) {
            assertThat(ask(client, post("{\"secret\":1}", JSON)).text()).isEqualTo("{\"by\":\"7\",\"n\":1.0}");
        }
    }

    @Test
    void whoWaitsFor100GetsItAndTheChangedBodyArrives() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/x/7", JSON, "Expect: 100-continue", "Content-Length: 2"));
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            assertThat(ask(client, "{}").text()).endsWith("\r\n\r\n{\"by\":\"7\",\"n\":1.0}");
        }
    }

    @Test
    void aRetryBearsTheChangedBody() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawUpstream upstream = RawUpstream.answering(request -> calls.incrementAndGet() == 1
                        ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
                        : RawUpstream.ok(new String(request.body(), StandardCharsets.UTF_8)));
                TestGateway gateway =
                        gateway(upstream, "retry: { attempts: 2, on: [ status ], statuses: [ 503 ], unsafe: true }");
                RawClient client = gateway.connect()) {
            assertThat(ask(client, post("{\"secret\":1}", JSON)).text()).isEqualTo("{\"by\":\"7\",\"n\":1.0}");
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void formsAreChangedAndAllElsePasses() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            Message form =
                    ask(client, post("a=1&secret=2&%73ecret=3", "Content-Type: application/x-www-form-urlencoded"));
            assertThat(form.text()).endsWith("\r\n\r\na=1&by=7");
            String text = "{\"secret\":1";
            assertThat(ask(client, post(text, "Content-Type: text/plain")).text())
                    .endsWith("\r\n\r\n" + text);
            assertThat(ask(client, post(text)).text()).endsWith("\r\n\r\n" + text);
            assertThat(client.get("/x/7", JSON).text()).startsWith("GET /x/7 ");
            assertThat(ask(client, post("", JSON)).status()).isEqualTo(200);
            assertThat(ask(client, post("x".repeat(5_000), "Content-Type: text/plain"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":|400|malformed_json",
                "{\"a\":1}{|400|malformed_json",
                "{\"a\":1,\"\\u0061\":2}|400|duplicate_member",
                "DEEP|400|json_too_deep",
                "LONG|413|"
            })
    void hostileBodiesNeverReachTheService(String name, int status, String error) throws IOException {
        String body =
                name.equals("DEEP") ? "[".repeat(1_000) : name.equals("LONG") ? "[" + "1,".repeat(600) + "1]" : name;
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            Message answer = ask(client, post(body, JSON));
            assertThat(answer.status()).isEqualTo(status);
            if (error != null) {
                assertThat(answer.text()).contains("\"error\":\"" + error + "\"", "\"line\":1", "\"column\":");
            }
            assertThat(upstream.accepted()).isZero();
        }
    }

    @Test
    void compressedBodiesAreRefusedAndWhatBecameOfBodiesIsCounted() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            assertThat(ask(client, post("{}", JSON, "Content-Encoding: identity"))
                            .status())
                    .isEqualTo(200);
        }
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect();
                RawClient admin = RawClient.connect(gateway.admin())) {
            assertThat(ask(client, post("{}", JSON)).status()).isEqualTo(200);
            assertThat(ask(client, post("{}", JSON, "Content-Encoding: gzip")).status())
                    .isEqualTo(415);
            String log = gateway.logged(line -> line.contains("\"status\":415"));
            assertThat(log).contains("client.body_encoded");
            assertThat(admin.admin("/metrics").text())
                    .contains("api_gateway_body_edits_total{direction=\"request\",outcome=\"edited\"} 1")
                    .contains("api_gateway_body_edits_total{direction=\"request\",outcome=\"encoded\"} 1");
        }
    }
}
