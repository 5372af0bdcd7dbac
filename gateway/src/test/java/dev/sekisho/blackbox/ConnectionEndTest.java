package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections that end with so many requests, or at an age. */
class ConnectionEndTest {

    private static TestGateway with(String listener, RawUpstream upstream) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    @Test
    void theLastRequestOfAConnectionClosesIt() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("limits: { requests: 2 }", upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.get("/1").field("Connection")).isEmpty();
            assertThat(client.get("/2").field("Connection")).hasValue("close");
            assertThat(client.isClosedWithin(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void anOldConnectionClosesWithItsNextResponse() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("timeouts: { lifetime: 200ms }", upstream);
                RawClient client = gateway.connect()) {
            long start = System.nanoTime();
            Message answer = client.get("/");
            while (answer.field("Connection").isEmpty() && System.nanoTime() - start < 10_000_000_000L) {
                TestGateway.pause(20);
                answer = client.get("/");
            }
            assertThat(answer.field("Connection")).hasValue("close");
            assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
            assertThat(client.isClosedWithin(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void overHttp2TheLastRequestIsServedAndNoFurtherOneIsTaken() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("http2: { cleartext: true }, limits: { requests: 2 }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/1").status()).isEqualTo(200);
            assertThat(client.get(3, "/2").status()).isEqualTo(200);
            Http2Client.Frame goAway = client.await(Http2Client.GOAWAY, 0);
            assertThat(goAway.error()).isZero();
        }
    }
}
