package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What happens to breakers and targets reaches a webhook, through a real gateway and a real receiver. */
class WebhookTest {

    private static final String ERROR = "HTTP/1.1 500 S\r\nContent-Length: 0\r\n\r\n";
    private static final String GUARDS =
            "breaker: { consecutiveFailures: 2, open: 200ms, successes: 1 }, health: { passive: { httpFailures: 0 } }";

    private static String events(RawUpstream receiver) {
        return String.join("\n", receiver.requests().stream().map(Message::text).toList());
    }

    private static TestGateway gateway(RawUpstream service, RawUpstream receiver, String more) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", GUARDS, service)) + Yaml.ALL
                + "telemetry: { accessLog: off, webhooks: [ { name: ops, url: \"http://127.0.0.1:" + receiver.port()
                + "/hook\"" + more + " } ] }\n");
    }

    @Test
    void tripsRejectionsAndRecoveriesAreTold() throws IOException {
        AtomicBoolean down = new AtomicBoolean(true);
        try (RawUpstream service = RawUpstream.answering(r -> down.get() ? ERROR : RawUpstream.ok("ok"));
                RawUpstream receiver = RawUpstream.answering(r -> RawUpstream.ok(""));
                TestGateway gateway = gateway(service, receiver, ", secret: \"key\"")) {
            for (int i = 0; i < 6; i++) {
                gateway.get("/");
            }
            TestGateway.await("trip and rejections", () -> events(receiver).contains("\"rejected\""));
            assertThat(events(receiver)).contains("\"trip\"", "\"stateChange\"", "service");
            down.set(false);
            TestGateway.await("recovery", () -> {
                try {
                    gateway.get("/");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return events(receiver).contains("\"recovery\"");
            });
            assertThat(receiver.requests()).allSatisfy(r -> {
                assertThat(r.startLine()).isEqualTo("POST /hook HTTP/1.1");
                assertThat(r.field("X-Sekisho-Signature").orElseThrow()).matches("sha256=[0-9a-f]{64}");
            });
        }
    }

    @Test
    void aReceiverThatIsGoneHurtsNoRequest() throws IOException {
        RawUpstream receiver = RawUpstream.answering(r -> RawUpstream.ok(""));
        receiver.close();
        try (RawUpstream service = RawUpstream.answering(r -> ERROR);
                TestGateway gateway = gateway(service, receiver, "")) {
            for (int status : List.of(500, 500, 503)) {
                assertThat(gateway.get("/").status()).isEqualTo(status);
            }
        }
    }
}
