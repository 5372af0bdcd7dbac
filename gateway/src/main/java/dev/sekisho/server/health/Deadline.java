package dev.sekisho.server.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Closes a socket once its time is over, whatever blocks on it then: connecting, a handshake, a read or a write. Timeouts of
 * the socket itself would begin anew with each byte of a handshake, and know nothing of writes.
 */
public final class Deadline implements AutoCloseable {

    private final Socket socket;
    private final long at;
    private final Thread thread;

    private Deadline(Socket socket, Duration timeout) {
        this.socket = socket;
        this.at = System.nanoTime() + timeout.toNanos();
        this.thread = Thread.ofVirtual().name("socket deadline").unstarted(this::run);
    }

    /** Begins now. */
    public static Deadline of(Socket socket, Duration timeout) {
        Deadline deadline = new Deadline(socket, timeout);
        deadline.thread.start();
        return deadline;
    }

    private void run() {
        try {
            while (!isOver()) {
                Thread.sleep(Duration.ofNanos(Math.max(1, at - System.nanoTime())));
            }
            socket.close();
        } catch (InterruptedException e) {
            return; // in time
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the time is over. */
    public boolean isOver() {
        return System.nanoTime() - at >= 0;
    }

    /** The socket may take its time from now on. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
