package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large requests and answers of a route may be, through a listener and to a service. */
@Timeout(60)
class SizeLimitPolicyTest {

    private static final String H2C = "http2: { cleartext: true }";

    private static TestGateway gateway(String listener, RawUpstream upstream, String policy) {
        return TestGateway.start(Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ size-limit: { " + policy + " } ], to: service"));
    }

    private static String post(int length, String... more) {
        String[] fields = new String[more.length + 1];
        fields[0] = "Content-Length: " + length;
        System.arraycopy(more, 0, fields, 1, more.length);
        return RawClient.request("POST", "/a", fields);
    }

    private static String chunk(int size) {
        return Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
    }

    @Test
    void aBodyThatIsKnownToBeTooLongIsRefusedBeforeTheBackendIsAsked() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway("", upstream, "request: 10B")) {
            try (RawClient client = gateway.connect()) {
                Message refused = client.send(post(11)).read();
                assertThat(refused.status()).isEqualTo(413);
                assertThat(refused.text()).contains("\"error\":\"content_too_large\"");
            }
            try (RawClient client = gateway.connect()) {
                assertThat(client.send(post(11, "Expect: 100-continue")).read().status())
                        .as("and no 100 before it")
                        .isEqualTo(413);
            }
            assertThat(upstream.requests()).isEmpty();
            try (RawClient client = gateway.connect()) {
                assertThat(client.post("/a", "x".repeat(10)).status()).isEqualTo(200);
                assertThat(client.get("/a").status()).isEqualTo(200);
            }
            assertThat(gateway.logged(line -> line.contains("\"status\":413")))
                    .contains("\"reason\":\"client.body_too_large\"");
        }
    }

    @Test
    void chunksAreCountedWhileTheyCome() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway("", upstream, "request: 10B")) {
            String head = RawClient.request("POST", "/a", "Transfer-Encoding: chunked");
            try (RawClient client = gateway.connect()) {
                assertThat(client.send(head + chunk(5) + chunk(5) + "0\r\n\r\n")
                                .read()
                                .status())
                        .isEqualTo(200);
                assertThat(client.send(head + chunk(5) + chunk(6)).read().status())
                        .isEqualTo(413);
                assertThat(client.isClosedWithin(Duration.ofSeconds(10))).isTrue();
            }
        }
    }

    @Test
    void http2HasTheSameLimits() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C, upstream, "request: 10B, query: 5B");
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/a", "content-length", "11"));
            assertThat(client.await(1).status()).isEqualTo(413);
            client.headers(3, false, Http2Client.request("POST", "/a"));
            client.data(3, true, new byte[11]);
            assertThat(client.await(3).status()).isEqualTo(413);
            client.headers(5, false, Http2Client.request("POST", "/a"));
            client.data(5, true, new byte[10]);
            assertThat(client.await(5).status()).isEqualTo(200);
            assertThat(client.get(7, "/a?123456").status()).isEqualTo(414);
        }
    }

    /** A route lowers the listener's limit; it does not lift it. */
    @ParameterizedTest
    @CsvSource({"5, 20, 6, 413", "5, 20, 5, 200", "20, 5, 6, 413", "20, 5, 5, 200", "0, 5, 6, 413"})
    void theLowerOfBothLimitsCounts(int listener, int route, int length, int status) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        gateway("limits: { body: " + listener + "B }", upstream, "request: " + route + "B");
                RawClient client = gateway.connect()) {
            assertThat(client.post("/a", "x".repeat(length)).status()).isEqualTo(status);
        }
    }

    @Test
    void aLengthMayBeAskedFor() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C, upstream, "requireLength: true")) {
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/a").status()).isEqualTo(200);
                assertThat(client.post("/a", "body").status()).isEqualTo(200);
                assertThat(client.send(RawClient.request("POST", "/a", "Transfer-Encoding: chunked") + chunk(1))
                                .read()
                                .status())
                        .isEqualTo(411);
            }
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                client.headers(1, false, Http2Client.request("POST", "/a"));
                assertThat(client.await(1).status()).isEqualTo(411);
                assertThat(client.get(3, "/a").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void headsHaveLimits() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway("", upstream, "headers: 100B, fields: 3, target: 20B, query: 10B")) {
            assertThat(gateway.get("/a?" + "q".repeat(10)).status()).isEqualTo(200);
            assertThat(gateway.get("/a?" + "q".repeat(11)).status()).isEqualTo(414);
            assertThat(gateway.get("/" + "p".repeat(20)).status()).isEqualTo(414);
            assertThat(gateway.get("/a", "A: 1", "B: 2").status())
                    .as("with Host three")
                    .isEqualTo(200);
            assertThat(gateway.get("/a", "A: 1", "B: 2", "C: 3").status()).isEqualTo(431);
            assertThat(gateway.get("/a", "A: " + "v".repeat(90)).status()).isEqualTo(431);
        }
    }

    @Test
    void anAnswerThatIsKnownToBeTooLongIsReplaced() throws IOException {
        String answer = RawUpstream.ok("x".repeat(11));
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> request.method().equals("HEAD") ? answer.replace("x", "") : answer);
                TestGateway gateway = gateway("", upstream, "response: 10B");
                RawClient client = gateway.connect()) {
            Message refused = client.get("/long");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("\"error\":\"bad_gateway\"").doesNotContain("xxx");
            assertThat(client.send(RawClient.request("HEAD", "/long"))
                            .read("HEAD")
                            .status())
                    .as("has no body, whatever its length says")
                    .isEqualTo(200);
            assertThat(gateway.logged(line -> line.contains("\"status\":502")))
                    .contains("\"reason\":\"policy.response_too_large\"");
        }
    }

    /** What has left cannot be taken back; the client must not take a part for the whole. */
    @Test
    void aClientSeesThatAnAnswerWasCut() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    while (connection.request().isPresent()) {
                        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(8));
                        TestGateway.pause(100); // so that the head has left with the first chunk
                        connection.send(chunk(8) + "0\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway(H2C, upstream, "response: 10B")) {
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("GET", "/a"));
                assertThat(client.head()).startsWith("HTTP/1.1 200");
                assertThat(client.line()).isEqualTo("8");
                assertThat(client.drain()).as("no last chunk").isEqualTo("xxxxxxxx\r\n".length());
            }
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                Http2Client.Answer answer = client.get(1, "/a");
                assertThat(answer.reset()).isGreaterThan(0);
                assertThat(answer.isWhole()).isFalse();
            }
            assertThat(gateway.logged(line -> line.contains("policy.response_too_large")))
                    .contains("\"status\":200");
        }
    }

    @Test
    void anAnswerThatIsTooLongAtOnceIsReplacedAlthoughItDoesNotSayItsLength() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(11) + "0\r\n\r\n");
                TestGateway gateway = gateway("", upstream, "response: 10B")) {
            assertThat(gateway.get("/a").status()).isEqualTo(502);
        }
    }

    @Test
    void anAnswerOfTheGatewayItselfIsNotMeasured() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> connection.reset());
                TestGateway gateway = gateway("", upstream, "response: 1B")) {
            assertThat(gateway.get("/a").text()).contains("\"error\":\"bad_gateway\"");
        }
    }
}
