package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Floods a gateway from several connections, each opened again when the gateway has ended it, until the standard input ends.
 * Prints {@link #CONNECTED}, and at the end how many connections there were.
 */
final class FloodProgram {

    static final String CONNECTED = "connected";
    static final int FLOODERS = 4;

    /** In place of a flood: computes as much as it can, and leaves the gateway alone. */
    static final String IDLE_TALK = "-";

    private static final int INITIAL_WINDOW_SIZE = 4; // of SETTINGS

    private final AtomicInteger connections = new AtomicInteger();
    private final @Nullable Flood flood;
    private final int port;

    private FloodProgram(@Nullable Flood flood, int port) {
        this.flood = flood;
        this.port = port;
    }

    /** Takes the name of a {@link Flood}, or {@link #IDLE_TALK}, and the port on the loopback address. */
    public static void main(String[] arguments) throws IOException {
        Flood flood = arguments[0].equals(IDLE_TALK) ? null : Flood.valueOf(arguments[0]);
        FloodProgram program = new FloodProgram(flood, Integer.parseInt(arguments[1]));
        for (int i = 0; i < FLOODERS; i++) {
            Thread.ofPlatform().daemon().start(program::run);
        }
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.out.println(program.connections.get());
        Runtime.getRuntime().halt(0);
    }

    private void run() {
        Flood sent = flood;
        if (sent != null) {
            flood(sent);
        }
        if (connections.incrementAndGet() == 1) {
            System.out.println(CONNECTED);
        }
        while (true) {
            Thread.onSpinWait();
        }
    }

    private void flood(Flood sent) {
        while (true) {
            try (Http2Client client =
                    Http2Client.over(new Socket(InetAddress.getLoopbackAddress(), port), INITIAL_WINDOW_SIZE, 0)) {
                if (connections.incrementAndGet() == 1) {
                    System.out.println(CONNECTED);
                }
                sent.send(client);
            } catch (IOException e) {
                TestGateway.pause(1); // the gateway has had enough of this connection
            }
        }
    }
}
