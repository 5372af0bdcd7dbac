package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The cache through a listener and a backend. */
class CachePolicyTest {

    /** A route for everything, with a cache of these settings. */
    static String yaml(String settings, RawUpstream... targets) {
        return Yaml.listener("") + "upstreams:\n" + Yaml.upstream("service", "", targets)
                + Yaml.routes("name: all, match: { path: /* }, policies: [ { cache: " + settings
                        + " } ], to: service");
    }

    static String answer(int status, String body, String... fields) {
        return "HTTP/1.1 " + status + " Text\r\nContent-Length: " + body.length() + "\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n" + body;
    }

    static String status(Message message) {
        return message.field("X-Cache-Status").orElse("none");
    }

    @Test
    void aResponseIsServedAgain() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (RawUpstream service = RawUpstream.answering(
                        r -> answer(200, "text " + asked.incrementAndGet(), "Cache-Control: max-age=60", "ETag: \"1\""));
                TestGateway gateway = TestGateway.start(yaml("{}", service))) {
            Message first = gateway.get("/a");
            assertThat(status(first)).isEqualTo("MISS");
            assertThat(first.text()).isEqualTo("text 1");
            Message second = gateway.get("/a");
            assertThat(status(second)).isEqualTo("HIT");
            assertThat(second.text()).isEqualTo("text 1");
            assertThat(second.field("Age").orElseThrow()).matches("[0-9]+");
            assertThat(second.field("Content-Length")).contains("6");
            assertThat(gateway.get("/a", "If-None-Match: \"1\"").status()).isEqualTo(304);
            Message part = gateway.get("/a", "Range: bytes=0-3");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("text");
            assertThat(asked).hasValue(1);
        }
    }
}
