package dev.sekisho.server.shipping;

import dev.sekisho.model.Address;
import dev.sekisho.model.UpstreamTls;
import dev.sekisho.tls.UpstreamTlsLoader;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS of connections to a destination. Thread-safe.
 *
 * @param context whom to trust, what to show
 * @param verify whether the certificate must name the server (RFC 9525)
 * @param serverName name that is asked for; empty for the host of the address
 */
record Encryption(SSLContext context, boolean verify, String serverName) {

    /**
     * That of settings.
     *
     * @throws IllegalArgumentException where a file cannot be read
     */
    static Encryption of(UpstreamTls tls) {
        return new Encryption(
                UpstreamTlsLoader.sockets(tls), tls.verify(), tls.serverName().orElse(""));
    }

    /** Shakes hands over a connection; waits. */
    Socket over(Socket plain, Address named) throws IOException {
        String name = serverName.isEmpty() ? named.host() : serverName;
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, named.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
