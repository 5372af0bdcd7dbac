package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.compression.Decoders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of a real upstream, compressed for clients of both protocols. */
@Timeout(60)
class CompressionPolicyTest {

    private static final String HTML = "Content-Type: text/html\r\n";

    static TestGateway gateway(String settings, RawUpstream upstream) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + "routes: [ { name: all, match: { path: /* }, policies: [ { compression: " + settings
                + " } ], to: service } ]\n");
    }

    static String text(int length) {
        Random random = new Random(42);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("<li id=").append(random.nextInt(100_000)).append(">an entry of the list</li>\n");
        }
        return text.substring(0, length);
    }

    static String sized(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String chunked(String fields, String body, int size) {
        StringBuilder out = new StringBuilder("HTTP/1.1 200 OK\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += size) {
            out.append(chunk(body.substring(at, Math.min(body.length(), at + size))));
        }
        return out.append("0\r\n\r\n").toString();
    }

    static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static String decoded(String coding, byte[] body) throws IOException {
        return new String(Decoders.decode(coding, body), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"gzip,1500", "gzip,200000", "gzip,3000000", "br,1500", "br,200000", "br,3000000"})
    void bodiesComeAsTheyWereToClientsOfBothProtocols(String coding, int length) throws IOException {
        String body = text(length);
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> request.target().equals("/sized") ? sized(HTML, body) : chunked(HTML, body, 3_000));
                TestGateway gateway = gateway("{}", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            int stream = 1;
            for (String path : new String[] {"/sized", "/chunked", "/sized"}) {
                Message answer = gateway.get(path, "Accept-Encoding: " + coding);
                assertThat(answer.field("Content-Encoding")).contains(coding);
                assertThat(answer.field("Vary")).contains("Accept-Encoding");
                assertThat(answer.body().length).isLessThan(length / 2);
                assertThat(decoded(coding, answer.body())).isEqualTo(body);
                Http2Client.Answer second = client.get(stream, path, "accept-encoding", coding);
                assertThat(second.field("content-encoding")).isEqualTo(coding);
                assertThat(decoded(coding, second.body())).isEqualTo(body);
                stream += 2;
            }
            Message plain = gateway.get("/sized");
            assertThat(plain.text()).isEqualTo(body);
            assertThat(plain.field("Content-Length")).contains("" + length);
        }
    }

    @Test
    void brComesFirstWhereTheClientTakesBoth() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> sized(HTML, text(5_000)));
                TestGateway gateway = gateway("{}", upstream)) {
            assertThat(gateway.get("/", "Accept-Encoding: gzip, deflate, br, zstd")
                            .field("Content-Encoding"))
                    .contains("br");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aLineLeavesWhenTheUpstreamPauses(String coding) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + chunk("{\"line\":1}\n"));
                    try {
                        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    connection.send(chunk("{\"line\":2}\n") + "0\r\n\r\n");
                });
                TestGateway gateway = gateway("{}", upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("GET", "/", "Accept-Encoding: " + coding));
            assertThat(client.head()).contains("Content-Encoding: " + coding);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (!new String(Decoders.decodeCut(coding, body.toByteArray()), StandardCharsets.US_ASCII)
                    .endsWith("\n")) {
                chunk(client, body);
            }
            read.countDown();
            while (chunk(client, body)) {
                // to the end
            }
            assertThat(decoded(coding, body.toByteArray())).isEqualTo("{\"line\":1}\n{\"line\":2}\n");
        }
    }

    private static boolean chunk(RawClient client, ByteArrayOutputStream into) throws IOException {
        int size = Integer.parseInt(client.line(), 16);
        into.writeBytes(client.take(size));
        client.line();
        return size > 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aBodyThatIsCutIsSeenToBeCut(String coding) throws IOException {
        String body = text(100_000);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\n" + HTML + "Content-Length: 200000\r\n\r\n" + body);
                });
                TestGateway gateway = gateway("{ concurrent: 1 }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int i = 0; i < 5; i++) { // one that were not given back would leave none
                Message cut = gateway.get("/", "Accept-Encoding: " + coding);
                assertThat(cut.field("Content-Encoding")).contains(coding);
                assertThat(cut.whole()).isFalse();
            }
            Http2Client.Answer cut = client.get(1, "/", "accept-encoding", coding);
            assertThat(cut.field("content-encoding")).isEqualTo(coding);
            assertThat(cut.reset()).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void aClientThatReadsSlowlyHoldsTheUpstreamBack() throws Exception {
        byte[] noise = new byte[64 << 10];
        new Random(7).nextBytes(noise); // does not shrink
        long[] sent = new long[1];
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(
                            "HTTP/1.1 200 OK\r\n" + HTML + "Content-Length: " + (noise.length * 1024L) + "\r\n\r\n");
                    for (int i = 0; i < 1024; i++) {
                        connection.send(noise);
                        synchronized (sent) {
                            sent[0] += noise.length;
                        }
                    }
                });
                TestGateway gateway = gateway("{ algorithms: [ gzip ] }", upstream);
                RawClient client = RawClient.connect(gateway.address(), 16 << 10)) {
            client.send(RawClient.request("GET", "/", "Accept-Encoding: gzip"));
            assertThat(client.head()).contains("Content-Encoding: gzip");
            long before = -1;
            for (int same = 0; same < 20; ) { // until nothing has moved for a second
                TestGateway.pause(50);
                long now;
                synchronized (sent) {
                    now = sent[0];
                }
                same = now == before ? same + 1 : 0;
                before = now;
            }
            assertThat(before).as("of 64 MiB").isLessThan(24L << 20);
        }
    }

    @Test
    void clientsThatLeaveGiveTheirEncodersBack() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    String target = connection.request().orElseThrow().target();
                    if (target.equals("/whole")) {
                        connection.send(sized(HTML, text(5_000)));
                    } else {
                        connection.send("HTTP/1.1 200 OK\r\n" + HTML + "Content-Length: 900000\r\n\r\n" + text(50_000));
                        connection.awaitEnd();
                    }
                });
                TestGateway gateway = gateway("{ concurrent: 1, flush: pause }", upstream)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = gateway.connect()) {
                    client.send(RawClient.request("GET", "/half", "Accept-Encoding: gzip"));
                    client.head();
                    client.reset();
                }
                TestGateway.await("an encoder", () -> coding(gateway).equals("gzip"));
            }
        }
    }

    private static String coding(TestGateway gateway) {
        try {
            return gateway.get("/whole", "Accept-Encoding: gzip")
                    .field("Content-Encoding")
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void headAndErrorsOfTheGatewayItself() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    for (var request = connection.request(); request.isPresent(); request = connection.request()) {
                        connection.send("HTTP/1.1 200 OK\r\n" + HTML + "Content-Length: 5000\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway("{ minLength: 1B }", upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("HEAD", "/", "Accept-Encoding: gzip"));
            Message head = client.read("HEAD");
            assertThat(head.field("Content-Encoding")).contains("gzip");
            assertThat(head.field("Content-Length")).isEmpty();
            assertThat(head.field("Transfer-Encoding")).isEmpty();
            client.send(RawClient.request("HEAD", "/again"));
            assertThat(client.read("HEAD").field("Content-Length"))
                    .as("on the same connection")
                    .contains("5000");
            upstream.close();
            upstream.closeConnections();
            Message error = client.get("/", "Accept-Encoding: gzip");
            assertThat(error.status()).isEqualTo(502);
            assertThat(error.field("Content-Encoding")).contains("gzip");
            assertThat(decoded("gzip", error.body())).contains("\"error\":\"bad_gateway\"");
        }
    }

    @Test
    void bytesAreCounted() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> sized(HTML, text(50_000)));
                TestGateway gateway = gateway("{ algorithms: [ gzip ] }", upstream)) {
            int size = gateway.get("/", "Accept-Encoding: gzip").body().length;
            try (RawClient admin = RawClient.connect(gateway.admin())) {
                assertThat(admin.admin("/metrics").text())
                        .contains(
                                "api_gateway_compression_bytes_total{coding=\"gzip\",direction=\"in\"} 50000.0",
                                "api_gateway_compression_bytes_total{coding=\"gzip\",direction=\"out\"} " + size + ".0",
                                "api_gateway_compression_bodies_total{coding=\"gzip\",result=\"compressed\"} 1.0");
            }
        }
    }
}
