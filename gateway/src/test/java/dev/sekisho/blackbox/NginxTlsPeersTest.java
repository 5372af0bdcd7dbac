package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Drafts;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.model.Model;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS of several servers at one address, behind nginx and behind the listener that they become. */
@Timeout(60)
class NginxTlsPeersTest {

    private static final String ROUTES = Yaml.listener("")
            + Yaml.routes("name: all, match: { path: /* }, to: { respond: { status: 200, body: served } }");

    @TempDir
    Path folder;

    /** Asks one side; both are asked the same. */
    private interface Question {
        String ask(InetSocketAddress side) throws Exception;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String server(Pki pki, int port, String name, String more) throws Exception {
        String certificate = pki.files(name, pki.issue(name, name + ".test"));
        String[] files = certificate.split("\"", -1);
        return "server { listen 127.0.0.1:" + port + " ssl; ssl_certificate " + files[1] + "; ssl_certificate_key "
                + files[3] + "; " + more + " location / { return 200 served; } }\n";
    }

    private static String servers(Pki pki, int port) throws Exception {
        return server(pki, port, "a", "server_name a.test *.w.test;")
                + server(pki, port, "b", "server_name .b.test a.test;")
                + server(
                        pki,
                        port,
                        "c",
                        "server_name c.test; ssl_verify_client optional; ssl_client_certificate " + pki.ca() + ";")
                + server(pki, port, "d", "server_name d.test;")
                        .replace(":" + port + " ssl", ":" + port + " ssl default_server");
    }

    private static String shown(SSLContext context, InetSocketAddress side, String host) throws IOException {
        try (SSLSocket socket = Pki.connect(context, side, host)) {
            X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return first.getSubjectX500Principal().getName();
        } catch (SSLException e) {
            return "refused";
        }
    }

    private static String status(SSLContext context, InetSocketAddress side, String handshake, String host)
            throws IOException {
        try (SSLSocket socket = Pki.connect(context, side, handshake);
                RawClient client = RawClient.over(socket)) {
            return ""
                    + client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .read()
                            .status();
        }
    }

    private void same(String text, String theirText, int theirPort, Question... questions) throws Exception {
        Translation in = Drafts.http(text);
        Model model = ModelGateway.of(Sockets.of(in).listeners(), ROUTES);
        try (Programs nginx = Programs.nginx(folder, theirPort, theirText);
                Gateway gateway = ModelGateway.start(folder, model, in.report().found())) {
            for (int i = 0; i < questions.length; i++) {
                assertThat(questions[i].ask(gateway.addresses().getFirst()))
                        .as("question " + i)
                        .isEqualTo(questions[i].ask(loopback(theirPort)));
            }
            assertThat(nginx).isNotNull();
        }
    }

    @Test
    void theSameCertificatesAreShownAndTheSameHostsServed() throws Exception {
        Pki pki = new Pki(folder);
        SSLContext plain = pki.context();
        int theirs = TcpServer.freePort();
        int ours = TcpServer.freePort();
        String text = servers(pki, ours);
        String theirText = "access_log off; " + text.replace(":" + ours, ":" + theirs);
        same(
                text,
                theirText,
                theirs,
                side -> shown(plain, side, "a.test"),
                side -> shown(plain, side, "A.TEST"),
                side -> shown(plain, side, "x.w.test"),
                side -> shown(plain, side, "x.y.w.test"),
                side -> shown(plain, side, "w.test"),
                side -> shown(plain, side, "b.test"),
                side -> shown(plain, side, "x.b.test"),
                side -> shown(plain, side, "c.test"),
                side -> shown(plain, side, "d.test"),
                side -> shown(plain, side, "unknown.test"),
                side -> shown(plain, side, ""),
                side -> status(plain, side, "a.test", "a.test"),
                side -> status(plain, side, "a.test", "b.test"),
                side -> status(plain, side, "a.test", "c.test"),
                side -> status(plain, side, "unknown.test", "a.test"),
                side -> {
                    try (RawClient client = RawClient.connect(side)) {
                        return "" + client.get("/").status();
                    }
                });
    }

    @Test
    void unknownNamesAreRefusedByBoth() throws Exception {
        Pki pki = new Pki(folder);
        SSLContext plain = pki.context();
        int theirs = TcpServer.freePort();
        int ours = TcpServer.freePort();
        String text = "server { listen 127.0.0.1:" + ours + " ssl default_server; ssl_reject_handshake on; }\n"
                + server(pki, ours, "a", "server_name a.test;");
        same(
                text,
                "access_log off; " + text.replace(":" + ours, ":" + theirs),
                theirs,
                side -> shown(plain, side, "a.test"),
                side -> shown(plain, side, "b.test"),
                side -> shown(plain, side, ""));
    }
}
