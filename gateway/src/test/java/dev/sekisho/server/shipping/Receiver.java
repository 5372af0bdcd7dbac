package dev.sekisho.server.shipping;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what a test says. Thread-safe. */
final class Receiver implements AutoCloseable {

    /** What happens on one connection; the connection is closed behind it. */
    interface Script {
        void serve(Socket socket, int number) throws IOException;
    }

    private final ServerSocket server = new ServerSocket();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** On a port of the system's choice where it is 0. */
    Receiver(int port, Script script) throws IOException {
        server.setReuseAddress(true);
        server.setReceiveBufferSize(4 << 10);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        Thread.ofVirtual().start(() -> accept(script));
    }

    Receiver(Script script) throws IOException {
        this(0, script);
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                int number = accepted.getAndIncrement();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        script.serve(socket, number);
                    } catch (IOException _) {
                        // the other side has gone
                    }
                });
            }
        } catch (IOException _) {
            // closed
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
