package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that end the connection while the client still sends: a client that reads only once it has sent everything must
 * find the answer whole. A reset would fail its sending, or take the answer out of its kernel's hands.
 */
class LingeringCloseTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int MORE = 24 * MEBIBYTE; // more than the kernel holds for both sockets

    private static TestGateway with(String transport, String listener, RawUpstream upstream) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL,
                transport,
                1);
    }

    private static void assertAnswered(RawClient client, int status) throws IOException {
        Message answer = client.read();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.all("Connection")).containsExactly("close");
        assertThat(client.readByte()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void bodyOverTheLimit(String transport) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(transport, "limits: { body: 1KiB }", upstream)) {
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("POST", "/", "Content-Length: " + MORE));
                client.send(new byte[MORE]);
                assertAnswered(client, 413);
            }
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked"));
                client.send(Integer.toHexString(MORE) + "\r\n").send(new byte[MORE]);
                assertAnswered(client, 413);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void malformedHead(String transport) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(transport, "", upstream);
                RawClient client = gateway.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
            client.send(new byte[MORE]);
            assertAnswered(client, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void slowHeadAndSlowBody(String transport) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(transport, "timeouts: { head: 200ms, body: 200ms }", upstream);
                RawClient head = gateway.connect();
                RawClient body = gateway.connect()) {
            head.send("GET / HTTP/1.1\r\nX: ");
            body.send(RawClient.request("POST", "/", "Content-Length: " + 2 * MORE) + "x");
            gateway.logged(line -> line.contains("\"reason\":\"client.head_timeout\""));
            gateway.logged(line -> line.contains("\"reason\":\"client.body_timeout\""));
            head.send(new byte[MORE]);
            body.send(new byte[MORE]);
            assertAnswered(head, 408);
            assertAnswered(body, 408);
        }
    }

    @Test
    void clientThatRestsIsClosed() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("auto", "limits: { body: 1KiB }", upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + MORE));
            assertAnswered(client, 413);
            client.send("x");
            TestGateway.await("the connection to be closed", Duration.ofSeconds(8), () -> {
                try {
                    client.send("x"); // a reset answers what comes after the close
                    TestGateway.pause(2_500); // longer than the gateway waits for more
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void clientThatSendsWithoutEndIsClosed() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("auto", "limits: { body: 1KiB }", upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + (4L << 30)));
            byte[] piece = new byte[MEBIBYTE];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 512; i++) { // twice as much as the gateway reads
                            client.send(piece);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
