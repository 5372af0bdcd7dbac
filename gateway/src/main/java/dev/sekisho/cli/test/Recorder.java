package dev.sekisho.cli.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plays a target of an upstream on the loopback interface: notes what it gets, and answers as the script says. Thread-safe. */
final class Recorder implements AutoCloseable {

    private final String upstream;
    private final Backstage stage;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private Recorder(String upstream, Backstage stage, ServerSocket server) {
        this.upstream = upstream;
        this.stage = stage;
        this.server = server;
    }

    /** Starts a target of that upstream, on a free port. */
    static Recorder start(String upstream, Backstage stage) throws IOException {
        Recorder recorder = new Recorder(upstream, stage, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("recorder").start(recorder::accept);
        return recorder;
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().name("recorder").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Optional<Message> request = Message.request(in);
                if (request.isEmpty()) {
                    return;
                }
                FakeAnswer answer = stage.received(upstream, request.get());
                if (answer.fails()) {
                    return;
                }
                write(answer, request.get().method(), socket.getOutputStream());
            }
        } catch (IOException e) {
            stage.note("upstream " + upstream + ": " + e.getMessage());
        } finally {
            connections.remove(socket);
        }
    }

    private static void write(FakeAnswer answer, String method, OutputStream out) throws IOException {
        byte[] body = answer.body().orElse("").getBytes(StandardCharsets.UTF_8);
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " \r\n");
        answer.headers()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        if (!bodiless) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (!bodiless && !method.equals("HEAD")) {
            bytes.writeBytes(body);
        }
        out.write(bytes.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
