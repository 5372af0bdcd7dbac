package dev.sekisho.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Passes TCP on to a port, and what comes back after a while, in its order. */
final class DelayProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayMillis;

    private record Piece(byte[] bytes, long due) {}

    private DelayProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static DelayProxy to(int target) throws IOException {
        DelayProxy proxy = new DelayProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on answers take that long. */
    void delay(long millis) {
        delayMillis = millis;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                BlockingQueue<Piece> late = new LinkedBlockingQueue<>();
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> take(server, late));
                Thread.ofVirtual().start(() -> give(client, late));
            }
        } catch (IOException e) {
            close();
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // the other side's end ends this one
        }
    }

    private void take(Socket from, BlockingQueue<Piece> late) {
        byte[] buffer = new byte[16 << 10];
        try (InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                late.add(new Piece(java.util.Arrays.copyOf(buffer, read), System.nanoTime() + delayMillis * 1_000_000));
            }
        } catch (IOException e) {
            late.add(new Piece(new byte[0], 0));
            return;
        }
        late.add(new Piece(new byte[0], 0));
    }

    private static void give(Socket to, BlockingQueue<Piece> late) {
        try (OutputStream out = to.getOutputStream()) {
            for (Piece piece = late.take(); piece.bytes().length > 0; piece = late.take()) {
                long left = piece.due() - System.nanoTime();
                if (left > 0) {
                    Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                }
                out.write(piece.bytes());
                out.flush();
            }
        } catch (IOException e) {
            return; // the client has left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
