package dev.sekisho.cli.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Sends requests of cases, each on a connection of its own, and reads the answers. Thread-safe. */
final class CaseClient {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    private final Optional<SSLContext> trusting;

    /**
     * A client.
     *
     * @param verify whether certificates of servers must be good
     */
    CaseClient(boolean verify) {
        this.trusting = verify ? Optional.empty() : Optional.of(trusting());
    }

    /**
     * Where a request goes.
     *
     * @param address of the server
     * @param secure whether it speaks TLS
     * @param proxied whether a header of the PROXY protocol tells the client's address ahead
     * @param host what is asked for where the URL of a case is a path only
     */
    record Destination(InetSocketAddress address, boolean secure, boolean proxied, String host) {}

    /** Sends a request and gives the answer. */
    Message send(CaseRequest request, Destination to) throws IOException {
        String host = request.isAbsolute() ? request.host() : to.host();
        try (Socket plain = new Socket()) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(READ_MILLIS);
            plain.connect(to.address(), CONNECT_MILLIS);
            if (to.proxied()) {
                plain.getOutputStream().write(proxyHeader(request.address(), to.address()));
            }
            try (Socket socket = to.secure() ? tls(plain, host) : plain) {
                socket.getOutputStream().write(bytes(request, host));
                socket.getOutputStream().flush();
                return Message.answer(new BufferedInputStream(socket.getInputStream()), request.verb());
            }
        }
    }

    /** Version 1 of the PROXY protocol, as HAProxy's documentation specifies it. */
    private static byte[] proxyHeader(InetAddress client, InetSocketAddress local) {
        boolean six = client.getAddress().length > 4;
        String to = six ? "::1" : local.getAddress().getHostAddress();
        String line = "PROXY " + (six ? "TCP6 " : "TCP4 ")
                + client.getHostAddress().replaceFirst("%.*", "") + " " + to + " 50000 " + local.getPort() + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** The request as it goes over the wire. */
    static byte[] bytes(CaseRequest request, String host) {
        StringBuilder head = new StringBuilder(request.verb() + " " + request.target() + " HTTP/1.1\r\n");
        if (!request.names("host")) {
            head.append("Host: ").append(host).append("\r\n");
        }
        request.headers()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        byte[] body = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
        boolean framed = request.names("content-length") || request.names("transfer-encoding");
        if (request.body().isPresent() && !framed) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private Socket tls(Socket plain, String authority) throws IOException {
        String host = authority.startsWith("[") ? "" : authority.replaceFirst(":.*", "");
        SSLContext context = trusting.isPresent() ? trusting.get() : standard();
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, host.isEmpty() ? plain.getInetAddress().getHostAddress() : host, 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (trusting.isEmpty()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (host.matches("[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9.-]*")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext standard() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting() {
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: missing (expected: part of every JDK)", e);
        }
    }
}
