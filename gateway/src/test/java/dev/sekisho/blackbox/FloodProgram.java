package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Floods a gateway from several connections, each opened again when the gateway has ended it, until the standard input ends.
 * Prints {@link #CONNECTED}, and at the end how many connections there were.
 */
final class FloodProgram {

    static final String CONNECTED = "connected";
    static final int FLOODERS = 4;

    private static final int INITIAL_WINDOW_SIZE = 4; // of SETTINGS

    private final AtomicInteger connections = new AtomicInteger();
    private final Flood flood;
    private final int port;

    private FloodProgram(Flood flood, int port) {
        this.flood = flood;
        this.port = port;
    }

    /** Takes the name of a {@link Flood} and the port on the loopback address. */
    public static void main(String[] arguments) throws IOException {
        FloodProgram program = new FloodProgram(Flood.valueOf(arguments[0]), Integer.parseInt(arguments[1]));
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
        while (true) {
            try (Http2Client client =
                    Http2Client.over(new Socket(InetAddress.getLoopbackAddress(), port), INITIAL_WINDOW_SIZE, 0)) {
                if (connections.incrementAndGet() == 1) {
                    System.out.println(CONNECTED);
                }
                flood.send(client);
            } catch (IOException e) {
                TestGateway.pause(1); // the gateway has had enough of this connection
            }
        }
    }
}
