package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS as a client that accepts nothing but TLS 1.3 with {@link Wire#SUITE} and the right certificate. */
final class TlsClient {

    private static final byte[] LAST_REQUEST = HttpConnection.lastRequest("/");

    private TlsClient() {}

    /**
     * Makes the handshake on a connected socket.
     *
     * @throws IOException if it fails; the socket is closed then
     */
    static SSLSocket wrap(SSLContext context, Socket socket) throws IOException {
        try {
            SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, Certificate.HOST, socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setCipherSuites(new String[] {Wire.SUITE});
            parameters.setNamedGroups(new String[] {"x25519"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Does one request on a connection of its own; whether that one resumed a session of the context. A resumed session
     * keeps the time of its creation, in ms.
     *
     * @throws IOException if it is not answered with 200, or the connection does not end behind the answer
     */
    static boolean exchange(SSLContext context, int port) throws IOException {
        long before = System.currentTimeMillis();
        try (HttpConnection connection =
                new HttpConnection(InetAddress.getLoopbackAddress(), port, Optional.of(context))) {
            connection.expectOk(LAST_REQUEST);
            connection.awaitEnd();
            return connection.resumed(before);
        }
    }

    /**
     * Whether the session was made by an earlier handshake.
     *
     * @param beforeMillis a time of the wall clock before the connection, and later than the earlier handshake
     */
    static boolean resumed(SSLSocket tls, long beforeMillis) {
        return tls.getSession().getCreationTime() < beforeMillis;
    }
}
