package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chromium through the gateway over TLS: a page and what its scripts try. Each tells what it found; the page of the other host
 * has another origin, so that the gateway must answer its preflight.
 */
@Timeout(120)
class ChromiumTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private String yaml(Pki pki, X509Bundle certificate, boolean http2, RawUpstream upstream) throws Exception {
        String tls = "tls: { certificates: [ { " + pki.files("browser", certificate) + " } ] }";
        return Yaml.listener(tls + ", http2: { enabled: " + http2 + " }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: page, match: { host: a.test, path: /* }, to: service",
                        "name: other, match: { host: b.test, path: /* }, to: service, policies: [ { cors: "
                                + "{ origins: [ \"~https://a\\\\.test:[0-9]+\" ], methods: [ PUT ], headers: [ X-One ] } } ]");
    }

    @ParameterizedTest
    @CsvSource({"h2,true", "http/1.1,false"})
    void whatAPageDoesComesOutAsItShould(String protocol, boolean http2) throws Exception {
        Pki pki = new Pki(folder);
        X509Bundle certificate = pki.issue("browser", "a.test", "b.test");
        BrowserService service = new BrowserService();
        try (RawUpstream upstream = service.start();
                TestGateway gateway = TestGateway.start(yaml(pki, certificate, http2, upstream));
                Chromium browser = Chromium.open(
                        folder,
                        certificate,
                        "https://a.test:" + gateway.address().getPort() + "/page")) {
            TestGateway.await("what the page finds", PATIENCE, service.found()::isDone);
            assertThat(service.found().join())
                    .as(browser.output())
                    .contains(
                            "\"page\":\"" + protocol + "\"",
                            "\"get\":\"200 hello " + protocol + "\"",
                            "\"post\":\"300000 true\"",
                            "\"events\":\"event 1, event 2, event 3, behind 3\"",
                            "\"webSocket\":\"echo true true 4001 enough true\"",
                            "\"closedByServer\":\"4003 as you wish true\"",
                            "\"refused\":\"no WebSocket\"",
                            "\"cors\":\"200 across\"",
                            "\"corsRefused\":\"TypeError\"");
            assertThat(handshakes(upstream))
                    .as("fields that came over HTTP/2 are in lower case")
                    .allMatch(head -> head.contains(http2 ? "sec-websocket-version" : "Sec-WebSocket-Version"));
            assertThat(upstream.requests()).noneMatch(r -> r.method().equals("DELETE"));
        }
    }

    private static List<String> handshakes(RawUpstream upstream) {
        return upstream.requests().stream()
                .filter(r -> r.target().equals("/socket"))
                .map(Message::head)
                .toList();
    }
}
