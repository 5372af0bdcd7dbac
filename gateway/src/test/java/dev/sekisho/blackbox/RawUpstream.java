package dev.sekisho.blackbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A service that does on each connection what a test says, one virtual thread a connection. Thread-safe. */
final class RawUpstream implements AutoCloseable {

    /** What happens on one connection; the connection is closed behind it. */
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final Thread acceptor;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RawUpstream(int port, Script script) throws IOException {
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        this.script = script;
        this.acceptor = Thread.ofVirtual().name("upstream").start(this::accept);
    }

    /** Runs the script on each connection. */
    static RawUpstream start(Script script) throws IOException {
        return new RawUpstream(0, script);
    }

    /** The same on a port that is known, as of one that stopped. */
    static RawUpstream startAt(int port, Script script) throws IOException {
        return new RawUpstream(port, script);
    }

    /** Answers each request of a connection with the text that the function gives. */
    static RawUpstream answering(Function<Message, String> answer) throws IOException {
        return start(answers(answer));
    }

    /** A script that answers each request of a connection. */
    static Script answers(Function<Message, String> answer) {
        return connection -> {
            for (Optional<Message> request = connection.request();
                    request.isPresent();
                    request = connection.request()) {
                connection.send(answer.apply(request.get()));
            }
        };
    }

    /** Answers 200 with the head of the request, and its body behind it. */
    static RawUpstream echo() throws IOException {
        return answering(request -> ok(request.head() + new String(request.body(), StandardCharsets.ISO_8859_1)));
    }

    /** A 200 with that body. */
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (server.isClosed()) {
                    socket.close(); // it came while the server closed, and was accepted all the same
                    return;
                }
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().name("upstream").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.serve(new Connection(socket));
        } catch (IOException e) {
            // the gateway has closed the connection, as it may; what it should not do, the test sees on the client's
            // side
        } finally {
            open.remove(socket);
        }
    }

    /** One connection of the gateway. */
    final class Connection {
        private final Socket socket;
        private final Wire wire;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.wire = new Wire(socket.getInputStream());
        }

        /** The next request with its body; empty at the end of the connection. */
        Optional<Message> request() throws IOException {
            Optional<String> head = head();
            if (head.isEmpty()) {
                return Optional.empty();
            }
            Message request = wire.message(head.get(), false, false);
            requests.add(request);
            return Optional.of(request);
        }

        /** The next request head, with the body left where it is. */
        Optional<String> head() throws IOException {
            return wire.head();
        }

        /** The body behind a head. */
        Message body(String head) throws IOException {
            return wire.message(head, false, false);
        }

        Connection send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Connection send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        }

        /** One byte, or -1 at the end. */
        int read() throws IOException {
            return wire.read();
        }

        /** Some bytes; how many, or -1 at the end. */
        int read(byte[] into) throws IOException {
            return wire.read(into, into.length);
        }

        /** Whether bytes wait that nobody has read. */
        boolean hasMore() throws IOException {
            return wire.hasMore();
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the gateway ends the connection. */
        void awaitEnd() throws IOException {
            while (wire.read() >= 0) {
                // what comes is not of interest
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections accepted so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections open now. */
    int open() {
        return open.size();
    }

    /** The requests that came, in order. */
    List<Message> requests() {
        return List.copyOf(requests);
    }

    Message only() {
        if (requests.size() != 1) {
            throw new AssertionError("requests: " + requests.size() + " (expected: 1)");
        }
        return requests.getFirst();
    }

    void forget() {
        requests.clear();
    }

    /** Closes all connections. */
    void closeConnections() {
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            acceptor.join(); // until then the kernel still takes connections
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeConnections();
    }
}
