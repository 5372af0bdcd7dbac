package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports, drawn at random from below the range that the kernel gives to outgoing connections. A port of
 * that range, free at the moment, may be taken by a connection before the server binds it; worse, a client that polls
 * it can connect to itself.
 */
final class Ports {

    private static final Path OUTGOING_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 10_000;
    private static final int TRIES = 100;

    private Ports() {}

    /** @throws IOException if no free port is found */
    static int free() throws IOException {
        int end = firstOutgoing();
        for (int i = 0; i < TRIES && end > LOWEST; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port (expected: one from %d to %d)".formatted(LOWEST, end - 1));
    }

    /** In one read: files below /proc/sys give nothing, or nonsense, to a reader who comes back for more. */
    private static int firstOutgoing() throws IOException {
        byte[] text = new byte[64];
        try (InputStream in = Files.newInputStream(OUTGOING_RANGE)) {
            int size = in.read(text);
            return Integer.parseInt(new String(text, 0, size, StandardCharsets.US_ASCII).split("\\s+")[0]);
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException taken) {
            return false;
        }
    }
}
