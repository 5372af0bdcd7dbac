package dev.sekisho.server.health;

import dev.sekisho.model.Address;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS for probes: name and chain are verified (RFC 9110 section 4.3.4) unless the configuration says otherwise. HTTP/2 is
 * negotiated by ALPN (RFC 9113 section 3.3).
 */
final class ProbeTls {

    private static final String HTTP2 = "h2";

    private ProbeTls() {}

    static Socket over(Socket plain, Address target, boolean verify, boolean http2)
            throws IOException, GeneralSecurityException {
        SSLSocketFactory factory = verify ? SSLContext.getDefault().getSocketFactory() : trusting();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (http2) {
            parameters.setApplicationProtocols(new String[] {HTTP2});
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (http2 && !HTTP2.equals(socket.getApplicationProtocol())) {
            throw new SSLException("protocol: " + socket.getApplicationProtocol() + " (expected: " + HTTP2 + ")");
        }
        return socket;
    }

    private static SSLSocketFactory trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, null);
        return context.getSocketFactory();
    }

    /** For {@code verify: false}: a probe sends no secrets. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
