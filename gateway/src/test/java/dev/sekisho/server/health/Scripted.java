package dev.sekisho.server.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/** A service that does on each connection what a test says, one virtual thread a connection. */
final class Scripted implements AutoCloseable {

    /** What happens on one connection; what the probe still sends is read behind it, unless it throws. */
    interface Script {
        void serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;

    private Scripted(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        Thread.ofVirtual().name("scripted").start(this::accept);
    }

    static Scripted start(Script script) throws IOException {
        return start(ServerSocketFactory.getDefault(), script);
    }

    static Scripted start(ServerSocketFactory sockets, Script script) throws IOException {
        return new Scripted(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /** A port on which nobody listens. */
    static int refusingPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("scripted").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(socket.getInputStream(), socket.getOutputStream());
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the probe has gone, as it may
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
