package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Signed requests through a listener and to a service, over both protocols. */
class HmacPolicyTest {

    private static final String SECRET = "a secret of the tills, long enough";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static String yaml(String upstreams, String policies, String user) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(upstreams)
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + "consumers: [ { name: shop, keys: [ { key: k1 } ], hmac: [ { username: " + user + ", secret: \""
                + SECRET + "\" } ] } ]\n";
    }

    private static TestGateway start(RawUpstream upstream, String policies) {
        return TestGateway.start(yaml(Yaml.upstream("service", "", upstream), policies, "till"));
    }

    private static String date(long seconds) {
        return DATE.format(Instant.now().plusSeconds(seconds));
    }

    private static String signed(String headers, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "x"));
            String signature =
                    Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1)));
            return "hmac username=\"till\", algorithm=\"hmac-sha256\", headers=\"" + headers + "\", signature=\""
                    + signature + "\"";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theServiceLearnsTheConsumerAndNotTheSignature() throws IOException {
        String policy = "hmac: { enforceHeaders: [ date, request-line, host ], hideCredentials: true, realm: tills }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, policy)) {
            String date = date(0);
            String target = "/x/../a%7e?b=%2f&c";
            String text = "date: " + date + "\nGET " + target + " HTTP/1.1\nhost: test";
            String field = "Authorization: " + signed("date request-line host", text);
            Message answer = gateway.get(target, "Date: " + date, field);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text())
                    .contains("X-Consumer-ID: shop\r\n", "X-User-ID: till\r\n", "Date: " + date)
                    .doesNotContain("hmac");
            for (String other : List.of("/a%7e?b=%2f&c", "/x/../a~?b=%2f&c", target + "&d")) {
                Message refused = gateway.get(other, "Date: " + date, field);
                assertThat(refused.status()).as(other).isEqualTo(401);
                assertThat(refused.text()).startsWith("{\"error\":\"invalid_credentials\"");
                assertThat(refused.field("WWW-Authenticate")).contains("hmac realm=\"tills\"");
            }
            assertThat(gateway.get(target, "Date: " + date).text()).startsWith("{\"error\":\"unauthorized\"");
            assertThat(upstream.requests()).hasSize(1);
            assertThat(gateway.log()).noneMatch(line -> line.contains("signature") || line.contains(SECRET));
        }
    }

    /** A key in the query stays out of the log, and what was signed stays what it was, whichever is asked first. */
    @Test
    void aSignatureCoversAQueryThatHoldsAKeyForAnotherAlternative() throws IOException {
        String key = "key-auth: { query: [ k ] }";
        for (String both : List.of(key + ", hmac: {}", "hmac: {}, " + key)) {
            try (RawUpstream upstream = RawUpstream.echo();
                    TestGateway gateway = start(upstream, "any-of: { policies: [ " + both + " ] }")) {
                String date = date(0);
                String target = "/a?k=wrong-key&x=1";
                String text = "date: " + date + "\nGET " + target + " HTTP/1.1";
                String field = "Authorization: " + signed("date request-line", text);
                Message answer = gateway.get(target, "Date: " + date, field);
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.text()).startsWith("GET " + target + " HTTP/1.1\r\n");
                assertThat(gateway.get("/a?k=other-key&x=1", "Date: " + date, field)
                                .status())
                        .isEqualTo(401);
                assertThat(gateway.logged(line -> line.contains("/a?") && line.contains("\"status\":200")))
                        .contains("k=*********&x=1");
                assertThat(gateway.log()).noneMatch(line -> line.contains("-key"));
            }
        }
    }

    @Test
    void aRequestIsGoodForAWhileOnly() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "hmac: { clockSkew: 1m }")) {
            for (long seconds : new long[] {-90, 90}) {
                String date = date(seconds);
                Message expired =
                        gateway.get("/a", "Date: " + date, "Authorization: " + signed("date", "date: " + date));
                assertThat(expired.status()).isEqualTo(401);
                assertThat(expired.text()).startsWith("{\"error\":\"date_out_of_range\"");
            }
            String date = date(-30);
            assertThat(gateway.get("/a", "Date: " + date, "Authorization: " + signed("date", "date: " + date))
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.logged(line -> line.contains("auth.expired"))).contains("\"status\":401");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    /** What takes a key out of the query stands behind it: the target that was signed is the one that was sent. */
    @Test
    void aKeyInTheQueryCanBeSignedToo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "key-auth: { query: [ k ], hideCredentials: true }, hmac: {}")) {
            String date = date(0);
            String text = "x-date: " + date + "\n@request-target: get /a?k=k1&b=2";
            Message answer = gateway.get(
                    "/a?k=k1&b=2", "X-Date: " + date, "Proxy-Authorization: " + signed("x-date @request-target", text));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).startsWith("GET /a?b=2 HTTP/1.1\r\n").contains("X-Consumer-ID: shop\r\n");
        }
    }

    @Test
    void overHttp2TheTargetIsThePathAndTheHostTheAuthority() throws IOException {
        try (Http2Service service = Http2Service.start(call -> call.answer(200, "fine"));
                TestGateway gateway = TestGateway.start(
                        yaml(Yaml.upstream("service", "protocol: http2", service.port()), "hmac: {}", "till"));
                Http2Client client = Http2Client.connect(gateway.address())) {
            String date = date(0);
            String authority = Http2Client.request("GET", "/")[5];
            String target = "date: " + date + "\n@request-target: get /a?x=%2f\nhost: " + authority;
            String line = "date: " + date + "\nGET /a?x=%2f HTTP/1.1";
            String byTarget = signed("date @request-target host", target);
            String byLine = signed("date request-line", line);
            assertThat(client.get(1, "/a?x=%2f", "date", date, "authorization", byTarget)
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(3, "/a?x=%2f", "date", date, "authorization", byLine)
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(5, "/b?x=%2f", "date", date, "authorization", byLine)
                            .status())
                    .isEqualTo(401);
            assertThat(service.calls()).hasSize(2);
            assertThat(service.calls().getLast().header("x-user-id")).isEqualTo("till");
        }
    }

    @Test
    void hostileFieldsReachNobodyAndAreInNoLog() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "hmac: {}")) {
            String date = date(0);
            String good = signed("date", "date: " + date);
            for (String field : List.of(
                    "hmac",
                    "hmac ",
                    "hmac " + "username=\"a\",".repeat(300),
                    good + ", " + good.substring(5),
                    good.replace("\"date\"", "\"date x-absent\""),
                    good.replace("\"date\"", "\"" + "date ".repeat(700) + "\""),
                    good.replace("till", "till\\\""),
                    good.replace("hmac-sha256", "none"),
                    good.replace("hmac-sha256", "hmac-sha1"),
                    good.replace("username", "USERNAME"),
                    good.replace("signature=\"", "signature=\"\u00ff"),
                    good.replaceAll("signature=\"[^\"]*", "signature=\""))) {
                Message refused = gateway.get("/a", "Date: " + date, "Authorization: " + field, "X-Consumer-ID: shop");
                assertThat(refused.status()).as(field).isEqualTo(401);
                assertThat(refused.text()).startsWith("{\"error\":\"").doesNotContain("username", "till");
            }
            assertThat(upstream.requests()).isEmpty();
            assertThat(gateway.get("/a", "Date: " + date, "Authorization: " + good)
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.log()).noneMatch(line -> line.contains("username"));
        }
    }

    @Test
    void aUserThatAReloadTakesAwayIsNobodyAtOnce() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "hmac: {}")) {
            String date = date(0);
            String[] fields = {"Date: " + date, "Authorization: " + signed("date", "date: " + date)};
            assertThat(gateway.get("/a", fields).status()).isEqualTo(200);
            String next = yaml(Yaml.upstream("service", "", upstream), "hmac: {}", "other");
            assertThat(gateway.reload(next).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gateway.get("/a", fields).status()).isEqualTo(401);
        }
    }
}
