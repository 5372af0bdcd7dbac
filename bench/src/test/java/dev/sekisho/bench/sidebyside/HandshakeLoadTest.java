package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of the JDK, which gives tickets. */
@Timeout(120)
class HandshakeLoadTest {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private Certificate certificate;

    @BeforeEach
    void create() throws IOException {
        certificate = Certificate.create(directory);
    }

    /** Answers every connection; with contexts that forget, no ticket of one connection is good for another. */
    private record Server(ServerSocket socket, ExecutorService threads, Certificate certificate, boolean forgets)
            implements AutoCloseable {

        static Server start(Certificate certificate, boolean forgets) throws IOException, GeneralSecurityException {
            ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            Server server = new Server(socket, Executors.newCachedThreadPool(), certificate, forgets);
            SSLContext shared = server.context();
            server.threads.submit(() -> server.accept(shared));
            return server;
        }

        int port() {
            return socket.getLocalPort();
        }

        private SSLContext context() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(certificate.bundle().toKeyManagerFactory().getKeyManagers(), null, null);
            return context;
        }

        private Void accept(SSLContext shared) throws IOException, GeneralSecurityException {
            while (true) {
                Socket client = socket.accept();
                SSLContext context = forgets ? context() : shared;
                threads.submit(() -> answer(context, client));
            }
        }

        private static Void answer(SSLContext context, Socket client) throws IOException {
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true)) {
                tls.setUseClientMode(false);
                InputStream in = tls.getInputStream();
                int inRow = 0; // of the four bytes that end a head
                while (inRow < 4) {
                    int next = in.read();
                    inRow = next == '\r' || next == '\n' ? inRow + 1 : 0;
                }
                tls.getOutputStream().write(ANSWER);
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            threads.shutdownNow();
        }
    }

    @Test
    void theSecondConnectionResumesTheFirst() throws Exception {
        try (Server server = Server.start(certificate, false)) {
            SSLContext context = certificate.clientContext();
            assertThat(TlsClient.exchange(context, server.port())).isFalse();
            Thread.sleep(3);
            assertThat(TlsClient.exchange(context, server.port())).isTrue();
            assertThat(TlsClient.exchange(context, server.port())).isTrue();
            assertThat(TlsClient.exchange(certificate.clientContext(), server.port()))
                    .isFalse();
        }
    }

    @Test
    void resumedConnectionsCount() throws Exception {
        try (Server server = Server.start(certificate, false);
                Workspace workspace = Workspace.create(directory)) {
            Load.Result result = new HandshakeLoad(certificate, 2, true).run(workspace, server.port(), 2);
            assertThat(result.requests()).isPositive();
            assertThat(result.failures()).isZero();
        }
    }

    @Test
    void fullHandshakesCountWhereTheyAreWanted() throws Exception {
        try (Server server = Server.start(certificate, true);
                Workspace workspace = Workspace.create(directory)) {
            Load.Result result = new HandshakeLoad(certificate, 2, false).run(workspace, server.port(), 3);
            assertThat(result.requests()).isPositive();
            assertThat(result.failures()).isZero();
        }
    }

    @Test
    void aServerThatForgetsGivesNoResult() throws Exception {
        try (Server server = Server.start(certificate, true);
                Workspace workspace = Workspace.create(directory)) {
            assertThatThrownBy(() -> new HandshakeLoad(certificate, 2, true).run(workspace, server.port(), 1))
                    .hasMessage("no handshake was as wanted");
            assertThatThrownBy(() -> Probe.tls(certificate, true).check().run(workspace, server.port()))
                    .hasMessageContaining("not resumed");
            Probe.tls(certificate, false).check().run(workspace, server.port());
        }
    }
}
