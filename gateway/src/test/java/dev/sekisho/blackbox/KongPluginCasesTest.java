package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation of single plugins of Kong's shows, each as a whole file. */
@Timeout(180)
class KongPluginCasesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a secret of the tills, long enough";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static String file(int port, String plugins) {
        return "_format_version: \"3.0\"\nservices:\n- name: service\n  url: http://127.0.0.1:" + port
                + "\n  routes: [ { name: all, paths: [ /all ], strip_path: false } ]\n  plugins:\n" + plugins
                + "consumers:\n"
                + "- { username: till, acls: [ { group: closed } ], keyauth_credentials: [ { key: till-key-of-enough-length } ],"
                + " basicauth_credentials: [ { username: till, password: a-long-password } ],"
                + " hmacauth_credentials: [ { username: till, secret: \"" + SECRET + "\" } ] }\n"
                + "- { username: shop, keyauth_credentials: [ { key: shop-key-of-enough-length } ] }\n";
    }

    private static KongGateway gateway(RawUpstream upstream, String plugins) {
        return KongGateway.start(file(upstream.port(), plugins));
    }

    private static String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "x"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hmacAuthKnowsWhoHasSignedDateAndRequestLine() throws IOException {
        String plugin =
                "  - { name: hmac-auth, config: { enforce_headers: [ date, request-line ], algorithms: [ hmac-sha256 ] } }\n";
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = gateway(upstream, plugin)) {
            String date = DATE.format(Instant.now());
            String field =
                    "Authorization: hmac username=\"till\", algorithm=\"hmac-sha256\", headers=\"date request-line\","
                            + " signature=\"" + signature("date: " + date + "\nGET /all?x=1 HTTP/1.1") + "\"";
            assertThat(gateway.get("/all?x=1", "Date: " + date, field).status()).isEqualTo(200);
            assertThat(upstream.only().all("X-Consumer-Username")).containsExactly("till");
            assertThat(gateway.get("/all?x=2", "Date: " + date, field).status()).isEqualTo(401);
            assertThat(gateway.get("/all?x=1", field).status()).isEqualTo(401);
        }
    }

    @Test
    void basicAuthTellsTheUserAndHidesThePassword() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway =
                        gateway(upstream, "  - { name: basic-auth, config: { hide_credentials: true } }\n")) {
            String pair = Base64.getEncoder().encodeToString("till:a-long-password".getBytes(StandardCharsets.UTF_8));
            assertThat(gateway.get("/all", "Authorization: Basic " + pair).status())
                    .isEqualTo(200);
            assertThat(upstream.only().all("X-Consumer-Username")).containsExactly("till");
            assertThat(upstream.only().has("Authorization")).isFalse();
            Message refused = gateway.get("/all");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("WWW-Authenticate").orElse("")).startsWith("Basic realm=\"service\"");
        }
    }

    @Test
    void aclDeniesAGroup() throws IOException {
        String plugins = "  - { name: key-auth }\n  - { name: acl, config: { deny: [ closed ] } }\n";
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = gateway(upstream, plugins)) {
            assertThat(gateway.get("/all", "apikey: till-key-of-enough-length").status())
                    .isEqualTo(403);
            assertThat(gateway.get("/all", "apikey: shop-key-of-enough-length").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void ipRestrictionGoesByAddressesAndBlocks() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway allowed = gateway(
                        upstream, "  - { name: ip-restriction, config: { allow: [ 127.0.0.1, 10.0.0.0/8 ] } }\n");
                KongGateway denied =
                        gateway(upstream, "  - { name: ip-restriction, config: { deny: [ 127.0.0.0/8 ] } }\n")) {
            assertThat(allowed.get("/all").status()).isEqualTo(200);
            assertThat(denied.get("/all").status()).isEqualTo(403);
        }
    }

    @Test
    void correlationIdsGoToTheServiceAndBack() throws IOException {
        String plugin =
                "  - { name: correlation-id, config: { header_name: Kong-Request-ID, generator: \"uuid#counter\","
                        + " echo_downstream: true } }\n";
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = gateway(upstream, plugin)) {
            Message first = gateway.get("/all");
            assertThat(first.field("Kong-Request-ID").orElse("")).matches("[0-9a-f-]{36}#[0-9]+");
            assertThat(upstream.only().all("Kong-Request-ID"))
                    .containsExactly(first.field("Kong-Request-ID").orElseThrow());
            assertThat(gateway.get("/all", "Kong-Request-ID: mine").field("Kong-Request-ID"))
                    .hasValue("mine");
        }
    }

    @Test
    void responseRateLimitingCountsWhatTheServiceSays() throws IOException {
        String plugin =
                "  - { name: response-ratelimiting, config: { limits: { videos: { hour: 2 } }, policy: local } }\n";
        try (RawUpstream upstream = RawUpstream.answering(
                        sent -> "HTTP/1.1 200 OK\r\nX-Kong-Limit: videos=2\r\nContent-Length: 0\r\n\r\n");
                KongGateway gateway = gateway(upstream, plugin)) {
            Message first = gateway.get("/all");
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.has("X-Kong-Limit")).isFalse();
            assertThat(first.field("X-RateLimit-Limit-Videos-Hour")).hasValue("2");
            assertThat(gateway.get("/all").status()).isEqualTo(429);
        }
    }

    @Test
    void fileLogWritesLines() throws IOException {
        Path log = folder.resolve("requests.log");
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = gateway(upstream, "  - { name: file-log, config: { path: " + log + " } }\n")) {
            assertThat(gateway.get("/all?n=7").status()).isEqualTo(200);
            TestGateway.await("a line", PATIENCE, () -> read(log).contains("/all?n=7"));
            assertThat(read(log)).contains("\"response\":{\"status\":200,");
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** udp-log, syslog and loggly send datagrams: the record alone, and messages of syslog around it. */
    @Test
    void logsAsDatagrams() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        try (UdpServer collector = new UdpServer(packet -> {
                    received.add(new String(packet, StandardCharsets.UTF_8));
                    return List.of();
                });
                RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(
                        KongGateway.kong(),
                        false,
                        Map.of(
                                new Address("127.0.0.1", 514),
                                new Address("127.0.0.1", collector.port()),
                                new Address("logs-01.loggly.com", 514),
                                new Address("127.0.0.1", collector.port())),
                        file(
                                upstream.port(),
                                "  - { name: udp-log, config: { host: 127.0.0.1, port: " + collector.port()
                                        + " } }\n  - { name: syslog, config: { facility: local3 } }\n"
                                        + "  - { name: loggly, config: { key: token-1, tags: [ shop ] } }\n"))) {
            assertThat(gateway.get("/all?n=8").status()).isEqualTo(200);
            TestGateway.await("three datagrams", PATIENCE, () -> received.size() >= 3);
            assertThat(received).allMatch(text -> text.contains("/all?n=8"));
            assertThat(received).anyMatch(text -> text.startsWith("{\"request\":"));
            assertThat(received).anyMatch(text -> text.startsWith("<158>")); // local3 and info
            assertThat(received).anyMatch(text -> text.contains("[token-1@41058 tag=\"shop\"]"));
        }
    }

    @Test
    void requestTerminationAnswersForTheService() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway =
                        gateway(upstream, "  - { name: request-termination, config: { status_code: 503 } }\n")) {
            Message answer = gateway.get("/all");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualToIgnoringWhitespace("{\"message\":\"Service unavailable\"}");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    /** The plugin is what the gateway does of itself, so a file with it loads. */
    @Test
    void prometheusIsBuiltIn() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = gateway(
                        upstream,
                        "  - { name: prometheus, config: { status_code_metrics: true, per_consumer: true } }\n")) {
            assertThat(gateway.get("/all").status()).isEqualTo(200);
        }
    }
}
