package dev.sekisho.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A service behind TLS: answers each request with what it knows of the connection. */
final class TlsUpstream implements AutoCloseable {

    private final SSLServerSocket server;
    private final CountDownLatch gate;
    private final AtomicInteger handshakes = new AtomicInteger();
    private final List<SSLSocket> open = new CopyOnWriteArrayList<>();

    TlsUpstream(SSLContext context, boolean clients) throws IOException {
        this(context, clients, new CountDownLatch(0));
    }

    /** One whose handshakes wait for the gate. */
    TlsUpstream(SSLContext context, boolean clients, CountDownLatch gate) throws IOException {
        this.gate = gate;
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, null);
        server.setNeedClientAuth(clients);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections so far. */
    int accepted() {
        return open.size();
    }

    /** Handshakes that were done. */
    int handshakes() {
        return handshakes.get();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            gate.await();
            socket.startHandshake();
            handshakes.incrementAndGet();
            Wire wire = new Wire(socket.getInputStream());
            while (true) {
                int seen = 0;
                while (seen < 4) {
                    int last = wire.read();
                    if (last < 0) {
                        return;
                    }
                    seen = last == '\r' || last == '\n' ? seen + 1 : 0;
                }
                socket.getOutputStream().write(answer(socket).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the gateway does not trust it, or has gone
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(SSLSocket socket) throws IOException {
        ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
        String client = socket.getNeedClientAuth() ? session.getPeerPrincipal().getName() : "nobody";
        return RawUpstream.ok(session.getProtocol() + " " + session.getRequestedServerNames() + " " + client);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
    }
}
