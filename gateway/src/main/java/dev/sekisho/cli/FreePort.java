package dev.sekisho.cli;

import dev.sekisho.model.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks for ports that nobody listens on. */
final class FreePort {

    private static final int TRIES = 20;

    private FreePort() {}

    /**
     * The first free one from that port on, on the loopback interface.
     *
     * @throws IOException where 20 in a row are taken
     */
    static Address from(int port) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port + i));
                return new Address("127.0.0.1", port + i);
            } catch (java.net.BindException e) {
                // taken; the next one
            }
        }
        throw new IOException("ports " + port + " to " + (port + TRIES - 1) + " are all taken (expected: a free one)");
    }
}
