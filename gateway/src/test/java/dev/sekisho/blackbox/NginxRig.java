package dev.sekisho.blackbox;

import dev.sekisho.model.Address;
import dev.sekisho.server.Gateway;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A gateway that serves a configuration of nginx with TLS, on free ports, with services in place of those that it names. */
final class NginxRig implements AutoCloseable {

    private static final Address FREE = new Address("127.0.0.1", 0);

    private final String host;
    private final NginxGateway gateway;
    private final SSLContext tls;

    private NginxRig(String host, NginxGateway gateway, SSLContext tls) {
        this.host = host;
        this.gateway = gateway;
        this.tls = tls;
    }

    /**
     * Starts.
     *
     * @param folder has the certificate of {@code authority} in {@code server.pem} and {@code server.key} afterwards
     * @param connectTo where services really are, by the addresses of the configuration
     */
    static NginxRig start(String text, Path folder, String host, boolean repairs, Map<Address, Address> connectTo)
            throws Exception {
        Pki pki = new Pki(folder);
        X509Bundle server = pki.issue(host, host);
        Files.writeString(folder.resolve("server.pem"), server.getCertificatePathPEM());
        Files.writeString(folder.resolve("server.key"), server.getPrivateKeyPEM());
        Path file = Files.writeString(folder.resolve("nginx.conf"), text);
        try {
            NginxGateway gateway = NginxGateway.start(file, repairs, List.of(FREE), List.of(FREE), connectTo);
            return new NginxRig(host, gateway, pki.context());
        } catch (Gateway.StartFailure e) {
            throw new AssertionError(e.diagnostics().toString(), e);
        }
    }

    private InetSocketAddress address(boolean encrypted) {
        return gateway.gateway().addresses().stream()
                .filter(each -> gateway.gateway().isEncrypted(each) == encrypted)
                .findFirst()
                .orElseThrow();
    }

    private String head(String method, String path, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A connection with TLS. */
    RawClient connect() throws IOException {
        return RawClient.over(Pki.connect(tls, address(true), host));
    }

    /** A request over TLS on a connection of its own. */
    Message ask(String method, String path, String... fields) throws IOException {
        try (RawClient client = connect()) {
            return client.send(head(method, path, fields)).read(method);
        }
    }

    Message get(String path, String... fields) throws IOException {
        return ask("GET", path, fields);
    }

    /** Sends a request over TLS and leaves it under way. */
    RawClient begin(String path, String... fields) throws IOException {
        return connect().send(head("GET", path, fields));
    }

    /** A request in the clear. */
    Message plain(String path) throws IOException {
        try (RawClient client = RawClient.connect(address(false))) {
            return client.send(head("GET", path)).read();
        }
    }

    /** A connection on which ALPN has settled for HTTP/2. */
    Http2Client http2() throws IOException {
        SSLSocket socket = Pki.unconnected(tls, address(true), host);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new AssertionError("ALPN: " + socket.getApplicationProtocol() + " (expected: h2)");
        }
        return Http2Client.over(socket);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
