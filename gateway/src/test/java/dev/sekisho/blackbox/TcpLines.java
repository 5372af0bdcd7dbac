package dev.sekisho.blackbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A receiver of lines over TCP, as that of a log. Thread-safe. */
final class TcpLines implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final TcpServer server;

    private TcpLines() throws IOException {
        this.server = TcpServer.start(this::read);
    }

    static TcpLines start() throws IOException {
        return new TcpLines();
    }

    private void read(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
    }

    int port() {
        return server.port();
    }

    /** The first line that fits; waits for it. */
    String line(Predicate<String> wanted) {
        TestGateway.await("a line of " + lines, PATIENCE, () -> lines.stream().anyMatch(wanted));
        return lines.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
