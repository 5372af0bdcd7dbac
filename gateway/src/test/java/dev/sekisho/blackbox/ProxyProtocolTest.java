package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol in, believed from trusted peers only, and out. */
class ProxyProtocolTest {

    private static final String TRUSTED = "proxyProtocol: { trusted: [ 127.0.0.1 ], timeout: 700ms";
    private static final String OTHERS = "proxyProtocol: { trusted: [ 192.0.2.0/24 ]";
    private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
    private static final String V1 = "PROXY TCP4 203.0.113.7 198.51.100.1 4711 8443\r\n";
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    @TempDir
    Path folder;

    private static byte[] v2(int command, int family, byte... rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        out.write(0x20 | command);
        out.write(family);
        out.write(rest.length >> 8);
        out.write(rest.length);
        out.writeBytes(rest);
        return out.toByteArray();
    }

    /** 203.0.113.7:4711 to 198.51.100.1:8443, and what is behind it. */
    private static byte[] tcp4(byte... extensions) {
        byte[] addresses = {(byte) 203, 0, 113, 7, (byte) 198, 51, 100, 1, 0x12, 0x67, 0x20, (byte) 0xFB};
        byte[] all = new byte[addresses.length + extensions.length];
        System.arraycopy(addresses, 0, all, 0, addresses.length);
        System.arraycopy(extensions, 0, all, addresses.length, extensions.length);
        return v2(1, 0x11, all);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static TestGateway http(RawUpstream upstream, String proxy) {
        return TestGateway.start(
                Yaml.listener(proxy) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    private static String ask(TestGateway gateway, byte[] header) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.send(header).send(GET).read().text();
        }
    }

    private static double refused(TestGateway gateway) {
        return StreamTest.metric(gateway, "api_gateway_proxy_protocol_refused_total");
    }

    @Test
    void theAnnouncedClientIsTheClient() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }")) {
            byte[] tlvs = new byte[300];
            tlvs[0] = 4; // padding (PP2_TYPE_NOOP), whose length is 297
            tlvs[1] = 1;
            tlvs[2] = 41;
            for (byte[] header : List.of(text(V1), tcp4(), tcp4(tlvs))) {
                assertThat(ask(gateway, header))
                        .contains("X-Forwarded-For: 203.0.113.7\r\n", "X-Forwarded-Port: 8443\r\n");
            }
            gateway.logged(line -> line.contains("203.0.113.7"));
            String six = "PROXY TCP6 2001:db8::1 2001:db8::2 1 443\r\n";
            assertThat(ask(gateway, text(six))).contains("X-Forwarded-For: 2001:db8:0:0:0:0:0:1\r\n");
            assertThat(refused(gateway)).isZero();
        }
    }

    /** Without an announced client the peer is the client. */
    @Test
    void localAndUnknownAnnounceNobody() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }")) {
            for (byte[] header : List.of(v2(0, 0), v2(1, 0), text("PROXY UNKNOWN\r\n"), v2(1, 0x31, new byte[216]))) {
                assertThat(ask(gateway, header)).contains("X-Forwarded-For: 127.0.0.1\r\n");
            }
        }
    }

    /** A header byte by byte, requests behind it, and another header, which is no request. */
    @Test
    void oneHeaderInPiecesIsRead() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }")) {
            for (byte[] header : List.of(text(V1), tcp4())) {
                try (RawClient client = gateway.connect()) {
                    for (byte b : header) {
                        client.send(new byte[] {b});
                        TestGateway.pause(2);
                    }
                    client.send(GET + GET);
                    assertThat(client.read().text()).contains("203.0.113.7");
                    assertThat(client.read().text()).contains("203.0.113.7");
                    assertThat(client.send(V1).send(GET).read().status()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void aPeerThatIsNotTrustedIsClosed() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo()) {
            try (TestGateway gateway = http(upstream, OTHERS + " }")) {
                for (String bytes : new String[] {V1 + GET, GET, ""}) {
                    try (StreamClient client = StreamClient.connect(gateway.address())) {
                        client.send(bytes);
                        assertThat(client.rest()).isEmpty();
                    }
                }
                assertThat(refused(gateway)).isEqualTo(3);
            }
            try (TestGateway gateway = http(upstream, OTHERS + ", required: false }")) {
                assertThat(gateway.get("/").text()).contains("X-Forwarded-For: 127.0.0.1\r\n");
                for (byte[] header : List.of(text(V1), tcp4(), v2(0, 0))) {
                    try (StreamClient client = StreamClient.connect(gateway.address())) {
                        client.send(header);
                        assertThat(client.rest()).isEmpty();
                    }
                }
                assertThat(refused(gateway)).isEqualTo(3);
                assertThat(gateway.get("/").status()).isEqualTo(200);
            }
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void malformedLateAndMissingHeadersClose() throws Exception {
        byte[] version3 = tcp4();
        version3[12] = 0x31;
        byte[] command2 = tcp4();
        command2[12] = 0x22;
        List<byte[]> hostile = new ArrayList<>(List.of(
                text("PROXY TCP4 203.0.113.7 198.51.100.1 4711\r\n"),
                text("PROXY TCP4 203.0.113.7 198.51.100.1 4711 99999\r\n"),
                text("PROXY TCP4 2001:db8::1 198.51.100.1 1 2\r\n"),
                text("PROXY TCP4 a b 1 2\r\n"),
                text("PROXY TCP9 203.0.113.7 198.51.100.1 1 2\r\n"),
                text("PROXY  TCP4 203.0.113.7 198.51.100.1 1 2\r\n"),
                text("PROXY TCP4 203.0.113.7 198.51.100.1 1 2 " + "x".repeat(500)),
                text("PROXY TCP6 fe80::1%nosuch fe80::2 1 2\r\n"),
                version3,
                command2,
                v2(1, 0x11, (byte) 1, (byte) 2), // shorter than its addresses
                v2(1, 0x12, new byte[12]), // datagrams
                v2(1, 0x11, new byte[60_000]), // extensions without end
                text("PROXY "),
                SIGNATURE,
                text("PRO"),
                text("GET / HTTP/1.1\r\nHost: test\r\n"),
                text("")));
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }")) {
            for (byte[] header : hostile) {
                try (StreamClient client = StreamClient.connect(gateway.address())) {
                    client.send(header);
                    String head = new String(header, StandardCharsets.ISO_8859_1);
                    assertThat(client.rest()).as(head).isEmpty();
                }
            }
            assertThat(upstream.requests()).isEmpty();
            assertThat(refused(gateway)).isEqualTo(hostile.size());
            assertThat(ask(gateway, text(V1))).contains("203.0.113.7");
        }
    }

    @Test
    void aTrustedPeerMayLeaveOutWhatIsNotRequired() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + ", required: false }")) {
            assertThat(gateway.get("/").text()).contains("X-Forwarded-For: 127.0.0.1\r\n");
            assertThat(ask(gateway, text(V1))).contains("X-Forwarded-For: 203.0.113.7\r\n");
            try (RawClient late = gateway.connect()) {
                TestGateway.pause(1_200); // longer than a header may take
                assertThat(late.send(GET).read().status()).isEqualTo(200);
            }
            try (RawClient post = gateway.connect()) { // begins like a header, and is none
                assertThat(post.send("PR")
                                .send("OPFIND / HTTP/1.1\r\nHost: test\r\n\r\n")
                                .read()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void theHeaderComesBeforeTls() throws Exception {
        Pki pki = new Pki(folder);
        String tls = ", tls: { certificates: [ { " + pki.files("api", pki.issue("api", "api.test")) + " } ] }";
        SSLContext context = pki.context();
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }" + tls);
                Socket socket = new Socket(
                        gateway.address().getAddress(), gateway.address().getPort())) {
            socket.getOutputStream().write(text(V1));
            SSLSocketFactory factory = context.getSocketFactory();
            try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, "api.test", 443, true)) {
                RawClient client = RawClient.over(secure);
                String answer = client.send(GET.replace("Host: test", "Host: api.test"))
                        .read()
                        .text();
                assertThat(answer).contains("X-Forwarded-For: 203.0.113.7\r\n", "X-Forwarded-Proto: https\r\n");
            }
        }
    }

    @Test
    void trustedProxiesAreJudgedByTheAnnouncedAddress() throws Exception {
        String more = TRUSTED + " }, trustedProxies: [ 127.0.0.1 ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, more);
                RawClient client = gateway.connect()) {
            String answer = client.send(V1)
                    .send("GET / HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n")
                    .read()
                    .text();
            assertThat(answer).contains("X-Forwarded-For: 203.0.113.7\r\n").doesNotContain("192.0.2.1");
        }
    }

    // Streams, and headers that go out

    /** First lines that a target got, on a connection each; whatever follows is echoed. */
    private static TcpServer recorder(List<String> lines) throws IOException {
        return TcpServer.start(socket -> {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            lines.add(line.toString().strip());
            TcpServer.echo(socket);
        });
    }

    @Test
    void streamsReadAndSendHeaders() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (TcpServer server = recorder(lines);
                TestGateway gateway = TestGateway.start(StreamYaml.stream(TRUSTED + ", required: false }")
                        + Yaml.upstreams(Yaml.upstream("service", "proxyProtocol: v1", server.port())))) {
            int port = StreamTest.address(gateway).getPort();
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send(V1 + "hello").read(5)).isEqualTo("hello");
            }
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send("hi").read(2)).isEqualTo("hi");
                assertThat(lines)
                        .containsExactly(
                                V1.strip(),
                                "PROXY TCP4 127.0.0.1 127.0.0.1 "
                                        + client.socket().getLocalPort() + " " + port);
            }
        }
    }

    /** The header of version 2 goes ahead of the TLS handshake, and another gateway reads it. */
    @Test
    void oneGatewayTellsTheOther() throws Exception {
        Pki pki = new Pki(folder);
        String tls = ", tls: { certificates: [ { " + pki.files("api", pki.issue("api", "api.test")) + " } ] }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway inner = http(upstream, TRUSTED + " }" + tls)) {
            String out = "proxyProtocol: v2, tls: { ca: \"" + pki.ca() + "\", serverName: api.test }";
            try (TestGateway outer = TestGateway.start(StreamYaml.stream(TRUSTED + " }")
                            + Yaml.upstreams(Yaml.upstream(
                                    "service", out, inner.address().getPort())));
                    RawClient client = RawClient.connect(StreamTest.address(outer))) {
                String answer = client.send(V1)
                        .send(GET.replace("Host: test", "Host: api.test"))
                        .read()
                        .text();
                assertThat(answer).contains("X-Forwarded-For: 203.0.113.7\r\n", "X-Forwarded-Port: 8443\r\n");
            }
        }
    }

    /** A connection whose header names a client serves nobody else. */
    @Test
    void requestsOfOneClientNeverUseAnothersConnection() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (TcpServer server = TcpServer.start(socket -> {
                    Wire wire = new Wire(socket.getInputStream());
                    lines.add(wire.line().orElse("").strip());
                    for (int i = 0; wire.head().isPresent(); i++) {
                        socket.getOutputStream().write(text(RawUpstream.ok("request " + i)));
                    }
                });
                TestGateway gateway = TestGateway.start(Yaml.listener(TRUSTED + " }, trustedProxies: [ 203.0.113.9 ]")
                        + Yaml.upstreams(
                                Yaml.upstream("service", "proxyProtocol: v1, pool: { size: 1 }", server.port()))
                        + Yaml.ALL)) {
            int port = gateway.address().getPort();
            for (String client : new String[] {"203.0.113.7", "203.0.113.8"}) {
                try (RawClient connection = gateway.connect()) {
                    connection.send("PROXY TCP4 " + client + " 127.0.0.1 4711 " + port + "\r\n");
                    assertThat(connection.get("/").text()).isEqualTo("request 0");
                    assertThat(connection.get("/").text()).isEqualTo("request 0");
                }
            }
            try (RawClient connection = gateway.connect()) {
                connection.send("PROXY TCP4 203.0.113.9 127.0.0.1 4711 " + port + "\r\n");
                assertThat(connection.get("/", "X-Forwarded-For: 192.0.2.1").text())
                        .isEqualTo("request 0");
            }
            assertThat(lines)
                    .containsExactly(
                            "PROXY TCP4 203.0.113.7 127.0.0.1 4711 " + port,
                            "PROXY TCP4 203.0.113.7 127.0.0.1 4711 " + port,
                            "PROXY TCP4 203.0.113.8 127.0.0.1 4711 " + port,
                            "PROXY TCP4 203.0.113.8 127.0.0.1 4711 " + port,
                            "PROXY TCP4 192.0.2.1 127.0.0.1 0 " + port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void haproxysHeadersAreRead(String form) throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, TRUSTED + " }")) {
            int port = TcpServer.freePort();
            String server = "127.0.0.1:" + gateway.address().getPort() + " " + form;
            try (Programs haproxy = Programs.haproxy(folder, port, server);
                    Socket socket = new Socket("127.0.0.1", port)) {
                String answer = RawClient.over(socket).send(GET).read().text();
                assertThat(answer).contains("X-Forwarded-For: 127.0.0.1\r\n", "X-Forwarded-Port: " + port + "\r\n");
                assertThat(haproxy).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void nginxReadsOurHeaders(String form) throws Exception {
        int port = TcpServer.freePort();
        String http = "log_format proxied '$proxy_protocol_addr $proxy_protocol_port $proxy_protocol_server_port';\n"
                + "access_log access.log proxied;\n"
                + "server { listen 127.0.0.1:" + port + " proxy_protocol; location / { return 200 ok; } }";
        try (Programs nginx = Programs.nginx(folder, port, http)) {
            String out = Yaml.upstreams(Yaml.upstream("service", "proxyProtocol: " + form, port));
            try (TestGateway gateway = TestGateway.start(
                            Yaml.listener(TRUSTED + " }") + StreamYaml.stream(TRUSTED + " }") + out + Yaml.ALL);
                    RawClient direct = gateway.connect();
                    RawClient stream = RawClient.connect(StreamTest.address(gateway))) {
                assertThat(direct.send(V1).send(GET).read().text()).isEqualTo("ok");
                assertThat(stream.send(V1.replace("4711", "4712"))
                                .send(GET)
                                .read()
                                .text())
                        .isEqualTo("ok");
            }
            Path log = folder.resolve("access.log");
            TestGateway.await("nginx's log", Duration.ofSeconds(10), () -> {
                try {
                    return Files.readAllLines(log)
                            .containsAll(List.of("203.0.113.7 4711 8443", "203.0.113.7 4712 8443"));
                } catch (IOException e) {
                    return false;
                }
            });
            assertThat(nginx).isNotNull();
        }
    }

    @Test
    void headersOfOthersAreReadOverWhereThatIsWanted() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = http(upstream, OTHERS + ", readOver: true, timeout: 700ms }")) {
            for (byte[] header : List.of(text(V1), tcp4())) {
                assertThat(ask(gateway, header))
                        .contains("X-Forwarded-For: 127.0.0.1\r\n")
                        .doesNotContain("203.0.113.7");
            }
            try (RawClient client = gateway.connect()) {
                client.send(GET);
                assertThat(client.isClosedWithin(Duration.ofSeconds(10)))
                        .as("no header")
                        .isTrue();
            }
            assertThat(refused(gateway)).isEqualTo(1);
        }
    }
}
