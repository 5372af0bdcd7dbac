package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A text in the place of every body, or none. */
@Timeout(60)
class RequestBodyTextTest {

    private static TestGateway start(String settings, RawUpstream upstream) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ request-body: { " + settings
                        + " } ], to: service"));
    }

    @Test
    void everyRequestHasTheText() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("text: \"{method} {query.q} {{\"", upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.post("/?q=a", "own").status()).isEqualTo(200);
            assertThat(client.get("/").status()).isEqualTo(200);
            client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(upstream.requests()).extracting(Message::text).containsExactly("POST a {", "GET  {", "POST  {");
            assertThat(upstream.requests().getLast().has("Transfer-Encoding")).isFalse();
        }
    }

    @Test
    void anEmptyTextTakesBodiesAway() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("text: \"\", maxBody: 10B", upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "own").status()).isEqualTo(200);
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(upstream.requests()).extracting(Message::text).containsExactly("", "");
            assertThat(upstream.requests().getFirst().all("Content-Length")).containsExactly("0");
            assertThat(upstream.requests().getLast().has("Content-Length")).isFalse();
            assertThat(client.post("/", "more than that").status()).isEqualTo(413);
            assertThat(upstream.requests()).hasSize(2);
        }
    }
}
