package dev.sekisho.telemetry.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.telemetry.Exchanges;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class LogLineTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final LoopContext loop = Exchanges.loop(0);
    private final LogLine line = new LogLine(true);
    private final byte[] out = new byte[LogLine.LONGEST];

    private String write(Exchange x, long now) {
        int end = line.write(x, now, out, 0);
        assertThat(end).isLessThanOrEqualTo(LogLine.bound(x));
        assertThat(LogLine.bound(x)).isLessThanOrEqualTo(LogLine.LONGEST);
        return Ascii.string(out, 0, end);
    }

    private JsonNode json(Exchange x, long now) {
        String text = write(x, now);
        assertThat(text).endsWith("}\n").matches("[\\x20-\\x7e]+\\n");
        return mapper.readTree(text);
    }

    @Test
    void carriesEveryField() {
        Exchange x = Exchanges.of(loop, "GET", "/users/7?page=2&token=abc", "curl/8.5", 1_000);
        x.route(Exchanges.route(0, "users", "user-service"));
        x.response().status(201);
        x.addBytesSent(1234);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.7:3000"), 2_000);
        x.upstreamTries().over(2_000 + 1_500_000);
        JsonNode json = json(x, 1_000 + 2_000_345_678L);
        assertThat(json.propertyNames())
                .containsExactly(
                        "time",
                        "remote_addr",
                        "request_method",
                        "request_uri",
                        "status",
                        "body_bytes_sent",
                        "request_time",
                        "upstream_response_time",
                        "http_user_agent",
                        "http_x_request_id",
                        "upstream_addr",
                        "route",
                        "upstream",
                        "reason");
        assertThat(json.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.get("remote_addr").asString()).isEqualTo("127.0.0.1");
        assertThat(json.get("request_method").asString()).isEqualTo("GET");
        assertThat(json.get("request_uri").asString()).isEqualTo("/users/7?page=2&token=[redacted]");
        assertThat(json.get("status").isInt()).isTrue();
        assertThat(json.get("status").intValue()).isEqualTo(201);
        assertThat(json.get("body_bytes_sent").longValue()).isEqualTo(1234);
        assertThat(write(x, 1_000 + 2_000_345_678L)).contains("\"request_time\":2.000345,");
        assertThat(write(x, 1_000)).contains("\"upstream_response_time\":0.001500,");
        assertThat(json.get("http_user_agent").asString()).isEqualTo("curl/8.5");
        assertThat(json.get("http_x_request_id").asString()).isEqualTo("0198c0de-0000-7000-8000-000000000001");
        assertThat(json.get("upstream_addr").asString()).isEqualTo("10.0.0.7:3000");
        assertThat(json.get("route").asString()).isEqualTo("users");
        assertThat(json.get("upstream").asString()).isEqualTo("user-service");
        assertThat(json.get("reason").asString()).isEmpty();
    }

    @Test
    void hasAnEmptyTextOrNullForWhatIsNotThere() {
        Exchange refused = Exchanges.of(loop, "", "", "", 0);
        refused.reason(Reason.HEAD_MALFORMED);
        JsonNode second = json(refused, 5);
        assertThat(second.get("upstream_response_time").isNull()).isTrue();
        for (String name : List.of("upstream_addr", "route", "upstream", "request_uri", "request_method")) {
            assertThat(second.get(name).asString()).as(name).isEmpty();
        }
        assertThat(second.get("status").intValue()).isEqualTo(400);
        assertThat(second.get("reason").asString()).isEqualTo("head.malformed");
    }

    @Test
    void tellsThatTheClientLeft() {
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.reason(Reason.CLIENT_CLOSED);
        assertThat(json(x, 1).get("status").intValue()).isEqualTo(499);
    }

    @Test
    void escapesHostileBytes() {
        String hostile = "a\r\n\u001b[31m\"\\\u0000\t\u007f\u0080\u00ff</script>\u2028";
        Exchange x = Exchanges.of(loop, "G\"T", "/" + hostile, hostile, 0);
        x.route(Exchanges.route(0, "名前\"\n\ud800", "サービス\u001b"));
        JsonNode json = json(x, 1);
        assertThat(json.get("http_user_agent").asString())
                .isEqualTo(Ascii.string(Ascii.bytes(hostile), 0, hostile.length()));
        assertThat(json.get("request_method").asString()).isEqualTo("G\"T");
        assertThat(json.get("route").asString()).isEqualTo("名前\"\n\ud800");
        assertThat(json.get("upstream").asString()).isEqualTo("サービス\u001b");
    }

    @Test
    void staysOneJsonLineWhateverTheBytes() {
        Random random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            Exchange x = Exchanges.of(loop, noise(random, 40), "/" + noise(random, 200), noise(random, 200), 0);
            JsonNode json = json(x, random.nextLong(1, 1_000_000_000_000L));
            assertThat(json.size()).isEqualTo(14);
            loop.release(x);
        }
    }

    private static String noise(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(3) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }

    @Test
    void boundsTheLongestLine() {
        String worst = "\u0001".repeat(100_000);
        Exchange x = Exchanges.of(loop, worst, "/" + worst, worst, 0);
        x.route(Exchanges.route(0, worst, worst));
        x.caller().address(new byte[4], Ascii.bytes(worst));
        x.upstreamTries().ask(Ascii.bytes(worst), 0);
        x.upstreamTries().over(Long.MAX_VALUE);
        x.requestId(0, 100_000);
        x.caller().tls(new TlsConnection(worst, worst, worst, worst, worst, worst));
        x.principal(known(worst, worst, worst, worst));
        x.addBytesSent(Long.MAX_VALUE);
        for (Reason reason : Reason.values()) {
            x.reason(reason);
            JsonNode json = json(x, Long.MAX_VALUE);
            assertThat(json.get("request_uri").asString()).endsWith("[truncated]");
        }
    }

    /** What TLS adds stands behind the fields of every line; nothing of it stays for the next request. */
    @Test
    void tellsTlsWhereThereIsTls() {
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.caller().tls(new TlsConnection("TLSv1.3", "TLS_AES_128_GCM_SHA256", "api.test", "", "", ""));
        JsonNode without = json(x, 1);
        assertThat(without.size()).isEqualTo(17);
        assertThat(without.get("ssl_protocol").asString()).isEqualTo("TLSv1.3");
        assertThat(without.get("ssl_cipher").asString()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(without.get("ssl_server_name").asString()).isEqualTo("api.test");
        x.caller().tls(new TlsConnection("TLSv1.2", "c", "", "CN=alice,O=\\\"x\"", "0f", "spiffe://test/alice"));
        JsonNode with = json(x, 1);
        assertThat(with.size()).isEqualTo(20);
        assertThat(with.get("ssl_server_name").asString()).isEmpty();
        assertThat(with.get("ssl_client_s_dn").asString()).isEqualTo("CN=alice,O=\\\"x\"");
        assertThat(with.get("ssl_client_sha256").asString()).isEqualTo("0f");
        assertThat(with.get("ssl_client_uri").asString()).isEqualTo("spiffe://test/alice");
        loop.release(x);
        assertThat(json(Exchanges.of(loop, "GET", "/", "a", 0), 1).size()).isEqualTo(14);
    }

    @Test
    void hostileNamesOfCertificatesForgeNothing() {
        String hostile = "x\"}\n{\"time\":1}\r\u001b[2J\u0000\u007f\u2028\ud800";
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.caller().tls(new TlsConnection("TLSv1.3", "c", hostile, hostile, "0f", hostile));
        JsonNode json = json(x, 1);
        for (String name : List.of("ssl_server_name", "ssl_client_s_dn", "ssl_client_uri")) {
            assertThat(json.get(name).asString()).as(name).isEqualTo(hostile);
        }
    }

    private static Principal known(String method, String subject, String consumer, String credential) {
        return Principal.of(method, subject, new KnownConsumer(consumer, Optional.empty(), Set.of()), credential);
    }

    /** Who sent the request stands behind the reason and before TLS; nothing of it stays for the next request. */
    @Test
    void tellsWhoIsKnown() {
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.principal(known("key-auth", "shop", "shop", "shop/1"));
        x.caller().tls(new TlsConnection("TLSv1.3", "c", "api.test", "", "", ""));
        JsonNode consumer = json(x, 1);
        assertThat(List.copyOf(consumer.propertyNames()).subList(14, 18))
                .containsExactly("auth_method", "consumer", "credential", "subject");
        assertThat(consumer.get("auth_method").asString()).isEqualTo("key-auth");
        assertThat(consumer.get("consumer").asString()).isEqualTo("shop");
        assertThat(consumer.get("credential").asString()).isEqualTo("shop/1");
        assertThat(consumer.get("ssl_server_name").asString()).isEqualTo("api.test");
        x.principal(Principal.of("jwt", "ann"));
        JsonNode token = json(x, 1);
        assertThat(token.get("subject").asString()).isEqualTo("ann");
        assertThat(token.get("consumer").asString()).isEmpty();
        assertThat(token.get("credential").asString()).isEmpty();
        loop.release(x);
        assertThat(json(Exchanges.of(loop, "GET", "/", "a", 0), 1).size()).isEqualTo(14);
    }

    @Test
    void leavesTheSubjectOut() {
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.principal(known("jwt", "ann@example.com", "shop", "shop/1"));
        String text = Ascii.string(out, 0, new LogLine(false).write(x, 1, out, 0));
        assertThat(text).doesNotContain("ann", "subject");
        assertThat(mapper.readTree(text).get("consumer").asString()).isEqualTo("shop");
    }

    @Test
    void hostileSubjectsForgeNothingAndAreCut() {
        String hostile = "x\"}\n{\"time\":1}\r\u001b[2J\u0000\u007f\u2028\ud800";
        Exchange x = Exchanges.of(loop, "GET", "/", "a", 0);
        x.principal(known(hostile, hostile, hostile, hostile));
        JsonNode json = json(x, 1);
        for (String name : List.of("auth_method", "consumer", "credential", "subject")) {
            assertThat(json.get(name).asString()).as(name).isEqualTo(hostile);
        }
        x.principal(Principal.of("jwt", "s".repeat(10_000)));
        assertThat(json(x, 1).get("subject").asString()).isEqualTo("s".repeat(256));
    }

    @Test
    void tellsTheAgentThatAPolicyRemoved() {
        Exchange x = Exchanges.of(loop, "GET", "/", "original", 0);
        x.request().headers().set(HeaderName.USER_AGENT, "changed");
        assertThat(json(x, 1).get("http_user_agent").asString()).isEqualTo("original");
    }
}
