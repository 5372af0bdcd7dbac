package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed messages, from the tables under {@code src/test/resources/blackbox}: the status and reason given, the
 * connection closed where nobody knows how it goes on, nothing at the upstream, and the gateway as well as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedTest {

    private static final Duration CLOSING = Duration.ofSeconds(3);
    /** The head was understood, so the connection may go on. */
    private static final Set<String> SPARED = Set.of("path.separator");

    private final RawUpstream upstream;
    private final TestGateway gateway;

    MalformedTest() throws IOException {
        upstream = RawUpstream.echo();
        gateway = TestGateway.to(upstream);
    }

    static List<Corpus.Row> requests() throws IOException {
        return Corpus.read("requests.txt", 4);
    }

    static List<Corpus.Row> chunks() throws IOException {
        return Corpus.read("chunks.txt", 2);
    }

    static List<Corpus.Row> responses() throws IOException {
        return Corpus.read("responses.txt", 2);
    }

    @BeforeAll
    void serves() throws IOException {
        assertThat(gateway.get("/").status()).isEqualTo(200);
    }

    @BeforeEach
    void forget() {
        upstream.forget();
    }

    @AfterAll
    void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource
    void requests(Corpus.Row row) throws IOException {
        int status = Integer.parseInt(row.columns().get(1));
        String reason = row.columns().get(2);
        try (RawClient client = gateway.connect()) {
            Message answer = client.send(row.bytes()).read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).contains("\"error\":").contains("\"requestId\":\"");
            if (!SPARED.contains(reason)) {
                assertThat(answer.all("Connection")).containsExactly("close");
                assertThat(client.isClosedWithin(CLOSING)).isTrue();
            }
            String id = answer.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(line -> line.contains(id)))
                    .contains("\"reason\":\"" + reason + "\"")
                    .contains("\"status\":" + status);
        }
        assertThat(upstream.requests()).isEmpty();
        assertThat(gateway.get("/next").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource
    void chunks(Corpus.Row row) throws IOException {
        try (RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked") + row.bytes());
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosedWithin(CLOSING)).isTrue();
            String id = answer.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"framing.chunk\"");
        }
        assertThat(upstream.requests()).noneMatch(Message::whole);
        assertThat(gateway.get("/next").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource
    void responses(Corpus.Row row) throws IOException {
        try (RawUpstream broken =
                        RawUpstream.answering(r -> r.target().equals("/bad") ? row.bytes() : RawUpstream.ok("fine"));
                TestGateway other = TestGateway.to(broken);
                RawClient client = other.connect()) {
            Message answer = client.get("/bad");
            while (answer.status() < 200) {
                answer = client.read();
            }
            assertThat(answer.status()).isEqualTo(502);
            String id = answer.field("X-Request-ID").orElseThrow();
            assertThat(other.logged(line -> line.contains(id))).contains("\"reason\":\"upstream.invalid\"");
            assertThat(client.get("/good").text()).isEqualTo("fine");
            assertThat(broken.accepted()).isEqualTo(2);
        }
    }
}
