package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as requests, to servers of all kinds. */
@Timeout(120)
class HttpOutletTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final UpstreamTls TLS = new UpstreamTls(
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true);

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private static LogDestination.Http to(int port, Duration timeout) {
        return new LogDestination.Http(
                URI.create("http://127.0.0.1:" + port + "/in?a=b"),
                "POST",
                "application/json",
                Map.of("X-Key", new Secret("k1", "")),
                TLS,
                timeout,
                Duration.ofMinutes(1));
    }

    private static LogQueue batches(int most) {
        return new LogQueue(
                10_000,
                32 << 20,
                most,
                Duration.ofMillis(200),
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofMinutes(5));
    }

    /** Answers the nth request, over all connections, with this text; an empty one ends the connection. */
    private Receiver server(IntFunction<String> answer) throws IOException {
        return new Receiver((socket, number) -> {
            while (request(socket)) {
                String text = answer.apply(bodies.size() - 1);
                if (text.isEmpty()) {
                    return;
                }
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                if (text.contains("close")) {
                    return;
                }
            }
        });
    }

    private boolean request(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            head.write(c);
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+)\r\n.*", "$1"));
        heads.add(text);
        bodies.add(new String(in.readNBytes(length), StandardCharsets.US_ASCII));
        return true;
    }

    @Test
    void aRecordIsARequestOverOneConnection() throws Exception {
        try (Receiver server = server(n -> OK);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("{\"a\":1}", "{\"a\":2}");
            Rig.await("both", () -> rig.tally().shipped().sum() == 2);
            assertThat(bodies).containsExactly("{\"a\":1}", "{\"a\":2}");
            assertThat(heads.getFirst())
                    .startsWith("POST /in?a=b HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
                    .contains("Content-Type: application/json\r\n", "X-Key: k1\r\n", "User-Agent: sekisho\r\n");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void manyAreAnArray() throws Exception {
        try (Receiver server = server(n -> OK);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(3))) {
            rig.ship("1", "2", "3", "4");
            Rig.await("all", () -> rig.tally().shipped().sum() == 4);
            assertThat(String.join("", bodies).replaceAll("\\]\\[", ",")).isEqualTo("[1,2,3,4]");
            assertThat(bodies).allMatch(body -> body.matches("\\[\\d(,\\d){0,2}\\]"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 No\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 408 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "SSH-2.0-close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nBad Header close\r\n\r\n",
                ""
            })
    void whatMayBeBetterTheNextTimeIsTriedAgain(String trouble) throws Exception {
        try (Receiver server = server(n -> n < 3 ? trouble : OK);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("{\"a\":1}");
            Rig.await("success", () -> rig.tally().shipped().sum() == 1);
            assertThat(bodies).hasSize(4).containsOnly("{\"a\":1}");
            assertThat(rig.tally().errors().sum()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 There\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
            })
    void whatIsRefusedIsNotTriedAgain(String refusal) throws Exception {
        try (Receiver server = server(n -> n == 0 ? refusal : OK);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("1", "2");
            Rig.await("the second", () -> rig.tally().shipped().sum() == 1);
            assertThat(rig.tally().givenUp().sum()).isEqualTo(1);
            assertThat(bodies).containsExactly("1", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nrest",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nunasked",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void aConnectionWhoseStateIsNotKnownIsNotUsedAgain(String answer) throws Exception {
        try (Receiver server = server(n -> answer);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("1", "2");
            Rig.await("both", () -> rig.tally().shipped().sum() == 2);
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void interimAnswersAndThoseWithoutABodyDoNoHarm() throws Exception {
        String answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        try (Receiver server = server(n -> answer);
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("1", "2");
            Rig.await("both", () -> rig.tally().shipped().sum() == 2);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() throws Exception {
        try (Receiver server = new Receiver((socket, number) -> {
                    request(socket);
                    if (number == 0) {
                        socket.getInputStream().readAllBytes();
                    } else {
                        socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                    }
                });
                Rig rig = new Rig(to(server.port(), Duration.ofMillis(500)), batches(1))) {
            rig.ship("1");
            Rig.await("the second try", () -> rig.tally().shipped().sum() == 1);
            assertThat(server.accepted()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aConnectionThatEndedUnusedIsNoError() throws Exception {
        try (Receiver server = new Receiver((socket, number) -> {
                    request(socket);
                    socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                });
                Rig rig = new Rig(to(server.port(), Duration.ofSeconds(10)), batches(1))) {
            rig.ship("1");
            Rig.await("one", () -> rig.tally().shipped().sum() == 1);
            Thread.sleep(50); // by then the connection has ended
            rig.ship("2");
            Rig.await("two", () -> rig.tally().shipped().sum() == 2);
            assertThat(bodies).containsExactly("1", "2");
            assertThat(rig.tally().errors().sum()).isZero();
        }
    }
}
