package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.CLOSE;
import static dev.sekisho.dataplane.websocket.TestFrames.FIN;

import dev.sekisho.dataplane.websocket.TestFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a page and its scripts ask for: the page, texts, events, a WebSocket; and where they tell what they found. */
final class BrowserService {

    private static final Path PAGE = Path.of("src/test/resources/chromium/page.html");
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final CompletableFuture<String> found = new CompletableFuture<>();

    /** What the page tells at its end. */
    CompletableFuture<String> found() {
        return found;
    }

    RawUpstream start() throws IOException {
        return RawUpstream.start(this::serve);
    }

    private void serve(RawUpstream.Connection connection) throws IOException {
        for (Optional<Message> next = connection.request(); next.isPresent(); next = connection.request()) {
            Message request = next.get();
            switch (request.target()) {
                case "/page" -> connection.send(ok("text/html", Files.readAllBytes(PAGE)));
                case "/echo" -> connection.send(ok("application/octet-stream", request.body()));
                case "/text" -> connection.send(RawUpstream.ok("hello"));
                case "/found" -> {
                    connection.send(RawUpstream.ok(""));
                    found.complete(request.text());
                }
                case "/events" -> {
                    events(connection, request);
                    return;
                }
                case "/socket" -> {
                    socket(connection, request);
                    return;
                }
                default -> connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        }
    }

    private static byte[] ok(String type, byte[] body) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return TestFrames.join(head.getBytes(StandardCharsets.US_ASCII), body);
    }

    /** Three events with a pause between them; one who comes back is told which it had last. */
    private static void events(RawUpstream.Connection connection, Message request) throws IOException {
        connection.send(EVENTS);
        Optional<String> last = request.field("Last-Event-ID");
        if (last.isPresent()) {
            connection.send("event: resumed\ndata: " + last.get() + "\n\n");
            connection.awaitEnd();
            return;
        }
        for (int i = 1; i <= 3; i++) {
            connection.send("retry: 10\nid: " + i + "\ndata: event " + i + "\n\n");
            TestGateway.pause(50);
        }
    }

    private static void socket(RawUpstream.Connection connection, Message request) throws IOException {
        String accept = Accept.of(request.field("Sec-WebSocket-Key").orElseThrow());
        connection.send(WebSockets.switched("Sec-WebSocket-Protocol: echo").replace(WebSockets.ACCEPT, accept));
        while (true) {
            WebSockets.Frame frame = WebSockets.read(connection);
            if (frame.text().equals("close me")) {
                byte[] reason = "as you wish".getBytes(StandardCharsets.US_ASCII);
                byte[] code = {(byte) (4003 >> 8), (byte) 4003};
                connection.send(TestFrames.frame(FIN | CLOSE, TestFrames.join(code, reason), false));
                connection.awaitEnd();
                return;
            }
            connection.send(TestFrames.frame(frame.first(), frame.payload(), false));
            if (frame.opcode() == CLOSE) {
                return;
            }
        }
    }
}
