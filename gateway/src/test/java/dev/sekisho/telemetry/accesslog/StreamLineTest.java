package dev.sekisho.telemetry.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.stream.StreamConnection;
import dev.sekisho.dataplane.stream.StreamConnections;
import dev.sekisho.dataplane.stream.StreamObserver;
import dev.sekisho.telemetry.Exchanges;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class StreamLineTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final LoopContext loop = Exchanges.loop(0);
    private final StreamLine line = new StreamLine();
    private final byte[] out = new byte[StreamLine.LONGEST];

    private StreamConnection connection(String stream) {
        return StreamConnections.of(loop, stream, StreamObserver.NONE);
    }

    private String write(StreamConnection connection, long took) {
        int end = line.write(connection, connection.startNanos() + took, out, 0);
        assertThat(end).isLessThanOrEqualTo(StreamLine.LONGEST);
        return Ascii.string(out, 0, end);
    }

    private JsonNode json(StreamConnection connection, long took) {
        String text = write(connection, took);
        assertThat(text).endsWith("}\n").matches("[\\x20-\\x7e]+\\n");
        return mapper.readTree(text);
    }

    @Test
    void carriesEveryField() {
        StreamConnection served = StreamConnections.served(
                connection("tls"), "shop.example.com", "shop", Ascii.bytes("10.0.0.7:443"), 517, 4096);
        JsonNode json = json(served, 2_000_345_678L);
        assertThat(json.propertyNames())
                .containsExactly(
                        "time",
                        "stream",
                        "protocol",
                        "remote_addr",
                        "ssl_server_name",
                        "bytes_received",
                        "bytes_sent",
                        "session_time",
                        "upstream_connect_time",
                        "upstream_addr",
                        "upstream",
                        "reason");
        assertThat(json.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.get("stream").asString()).isEqualTo("tls");
        assertThat(json.get("protocol").asString()).isEqualTo("tls");
        assertThat(json.get("remote_addr").asString()).isEqualTo("127.0.0.1");
        assertThat(json.get("ssl_server_name").asString()).isEqualTo("shop.example.com");
        assertThat(json.get("bytes_received").longValue()).isEqualTo(517);
        assertThat(json.get("bytes_sent").longValue()).isEqualTo(4096);
        assertThat(write(served, 2_000_345_678L))
                .contains("\"session_time\":2.000345,\"upstream_connect_time\":0.000000,");
        assertThat(json.get("upstream_addr").asString()).isEqualTo("10.0.0.7:443");
        assertThat(json.get("upstream").asString()).isEqualTo("shop");
        assertThat(json.get("reason").asString()).isEmpty();
    }

    @Test
    void hasAnEmptyTextOrNullForWhatIsNotThere() {
        JsonNode json = json(connection("s"), 5);
        assertThat(json.get("upstream_connect_time").isNull()).isTrue();
        for (String name : new String[] {"ssl_server_name", "upstream_addr", "upstream", "reason"}) {
            assertThat(json.get(name).asString()).as(name).isEmpty();
        }
    }

    @Test
    void writesAddressesAsRequestsDo() throws Exception {
        InetAddress linkLocal = InetAddress.ofLiteral("fe80::1%1");
        assertThat(json(StreamConnections.from(connection("s"), new InetSocketAddress(linkLocal, 1)), 1)
                        .get("remote_addr")
                        .asString())
                .isEqualTo("fe80:0:0:0:0:0:0:1");
    }

    @Test
    void staysOneJsonLineWhateverTheName() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(400); j > 0; j--) {
                name.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
            }
            String asked = name.toString();
            StreamConnection served = StreamConnections.served(connection("s"), asked, "u", Ascii.bytes("h:1"), i, i);
            JsonNode json = json(served, i);
            assertThat(json.size()).isEqualTo(12);
            assertThat(json.get("ssl_server_name").asString())
                    .isEqualTo(asked.substring(0, Math.min(asked.length(), 256)));
        }
    }

    @Test
    void tellsTlsThatEndsHere() {
        StreamConnection served = StreamConnections.served(connection("s"), "db.test", "db", Ascii.bytes("h:1"), 1, 1);
        StreamConnections.secured(
                served, new TlsConnection("TLSv1.3", "TLS_AES_128_GCM_SHA256", "db.test", "CN=a", "0f", ""));
        JsonNode json = json(served, 1);
        assertThat(json.size()).isEqualTo(16);
        assertThat(json.get("ssl_server_name").asString()).isEqualTo("db.test");
        assertThat(json.get("ssl_protocol").asString()).isEqualTo("TLSv1.3");
        assertThat(json.get("ssl_cipher").asString()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(json.get("ssl_client_s_dn").asString()).isEqualTo("CN=a");
        assertThat(json.get("ssl_client_sha256").asString()).isEqualTo("0f");
    }

    @Test
    void boundsTheLongestLine() {
        String worst = "\u0001".repeat(100_000);
        StreamConnection served = StreamConnections.served(
                connection(worst), worst, worst, Ascii.bytes(worst), Integer.MAX_VALUE, Integer.MAX_VALUE);
        StreamConnections.secured(served, new TlsConnection(worst, worst, worst, worst, worst, worst));
        assertThat(json(served, Long.MAX_VALUE / 2).get("stream").asString()).hasSize(256);
        assertThat(StreamLine.LONGEST).isLessThanOrEqualTo(LogLine.LONGEST);
    }
}
