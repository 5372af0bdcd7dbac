package dev.sekisho.server.shipping;

import dev.sekisho.model.Address;
import dev.sekisho.model.Durations;
import dev.sekisho.server.health.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A connection to a destination. Each step ends in time, whatever the other side does. For one thread, but for {@link #abort}. */
final class Connection {

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Socket plain;
    private final Socket socket;
    private volatile boolean ended;

    /** A step that takes its time. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private Connection(Socket plain, Socket socket) {
        this.plain = plain;
        this.socket = socket;
    }

    /**
     * Connects to the first of the places that takes it; waits.
     *
     * @param named the address as configured, whose host TLS asks for
     */
    static Connection open(List<InetSocketAddress> places, Address named, Optional<Encryption> tls, Duration timeout)
            throws IOException {
        IOException failure = new IOException("no address");
        for (InetSocketAddress place : places) {
            Socket plain = new Socket();
            try (Deadline deadline = Deadline.of(plain, timeout)) {
                try {
                    plain.connect(place);
                    plain.setTcpNoDelay(true);
                    return new Connection(plain, tls.isPresent() ? tls.get().over(plain, named) : plain);
                } catch (IOException e) {
                    plain.close();
                    failure = deadline.isOver() ? late("connection", timeout) : e;
                }
            }
        }
        throw failure;
    }

    private static SocketTimeoutException late(String what, Duration timeout) {
        return new SocketTimeoutException("no " + what + " within " + Durations.format(timeout));
    }

    /** Takes in and forgets what the other side says, and notices its end; from now on nobody else may read. */
    void watch() {
        Thread.ofVirtual().name("log-watch").start(() -> {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // it has ended, by whichever side
            } finally {
                ended = true;
            }
        });
    }

    /** Whether the other side has ended it, as far as somebody watches. */
    boolean isEnded() {
        return ended;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Runs a step that ends in time. */
    void within(Duration timeout, String what, Step step) throws IOException {
        try (Deadline deadline = Deadline.of(plain, timeout)) {
            try {
                step.run();
            } catch (IOException e) {
                throw deadline.isOver() ? late(what, timeout) : e;
            }
        }
    }

    /** Ends it in good order. */
    void close() {
        try {
            within(GOODBYE, "end", socket::close);
        } catch (IOException _) {
            abort(); // it is over either way
        }
    }

    /** Ends it at once; for any thread. */
    void abort() {
        try {
            plain.close();
        } catch (IOException _) {
            // it is over either way
        }
    }
}
