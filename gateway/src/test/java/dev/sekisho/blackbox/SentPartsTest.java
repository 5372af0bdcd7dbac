package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client and the upstream have sent stays known, whatever the gateway makes of it on the way. */
@Timeout(60)
class SentPartsTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nX-Up: 1\r\nServer: theirs\r\nContent-Length: 2\r\n\r\nok";

    private static String yaml(RawUpstream upstream) {
        return Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + """
                routes:
                  - name: all
                    match: { path: /* }
                    policies:
                      - steps: { run: [ { rewrite: { pattern: "^/old/(.*)$", replacement: "/new/{capture.1}?x=1", flag: break } } ] }
                      - request-headers:
                          remove: [ X-Mine ]
                          set:
                            X-Target: "{requestTarget}"
                            X-Now: "{path}{queryMark}{query}"
                            X-For: "{forwardedFor}"
                            X-Was: "{clientHeader.X-Forwarded-For}|{clientHeader.X-Mine}|{header.X-Mine}"
                            X-Arg: "{arg.page}"
                            X-Ends: "{connectionAddress} {listenerAddress} {connectionScheme}{https}"
                      - response-headers:
                          remove: [ X-Up ]
                          set: { X-Seen: "{upstreamHeader.X-Up}|{responseHeader.X-Up}|{upstreamStatuses}|{upstreamHeader.X-None}" }
                    to: service
                """;
    }

    @Test
    void partsAreThoseThatWereSent() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> {
                    String told = String.join(
                            "\n",
                            request.target(),
                            request.field("X-Target").orElse(""),
                            request.field("X-Now").orElse(""),
                            request.field("X-For").orElse(""),
                            request.field("X-Was").orElse(""),
                            request.field("X-Arg").orElse(""),
                            request.field("X-Ends").orElse(""));
                    return ANSWER.replace("Content-Length: 2", "Content-Length: " + told.length())
                            .replace("\r\n\r\nok", "\r\n\r\n" + told);
                });
                TestGateway gateway = TestGateway.start(yaml(upstream))) {
            Message answer = gateway.get("/old/a%20b?Page=%2F2", "X-Forwarded-For: 203.0.113.9", "X-Mine: secret");
            assertThat(answer.text().lines())
                    .containsExactly(
                            "/new/a%20b?x=1&Page=%2F2",
                            "/old/a%20b?Page=%2F2",
                            "/new/a%20b?x=1&Page=%2F2",
                            "203.0.113.9, 127.0.0.1",
                            "203.0.113.9|secret|",
                            "%2F2",
                            "127.0.0.1 127.0.0.1 http");
            assertThat(answer.field("X-Seen")).contains("1||200|");
            assertThat(answer.has("X-Up")).isFalse();
        }
    }

    /** Fields that the gateway adds, such as X-Request-ID, are not taken for the client's. */
    @Test
    void whatTheGatewayAddsIsNotTheClients() throws IOException {
        String yaml = Yaml.listener("") + """
                routes:
                  - name: all
                    match: { path: /* }
                    policies:
                      - respond: { status: 200, body: "<{clientHeader.X-Request-ID}{clientHeader.X-Forwarded-For}{basicUser}>{header.X-Forwarded-For}" }
                    to: { respond: { status: 500 } }
                """;
        try (TestGateway gateway = TestGateway.start(yaml)) {
            assertThat(gateway.get("/").text()).isEqualTo("<>127.0.0.1");
        }
    }
}
