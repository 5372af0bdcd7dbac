package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.dialect.kong.plugin.KongPlugins;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.Policies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plugins as Kong's files have them, through a listener and to a service. */
@Timeout(120)
class KongPluginsTest {

    private static final String SECRET = "a-secret-of-enough-bytes-for-hs256";

    private static final String CONSUMERS = "consumers:\n"
            + "  - { name: app, groups: [ staff ], keys: [ { key: app-key } ], jwt: [ { key: app-iss, secret: \""
            + SECRET
            + "\" } ] }\n"
            + "  - { name: other, groups: [ \"consumer-group:staff\" ], keys: [ { key: other-key } ] }\n";

    private static TestGateway start(RawUpstream upstream, String plugins) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, to: service")
                + CONSUMERS
                + policies("{ plugins: [ " + plugins + " ] }"));
    }

    private static String policies(String plugins) {
        List<PolicySpec> specs = new ArrayList<>();
        for (Translated each : KongPlugins.of(plugins).translated()) {
            assertThat(each.diagnostics()).extracting(Diagnostic::severity).doesNotContain(Severity.ERROR);
            specs.addAll(each.policies());
        }
        Model none = Model.EMPTY;
        return new YamlWriter(Policies.configTypes())
                .write(new Model(
                        none.listeners(),
                        none.upstreams(),
                        none.routes(),
                        none.streams(),
                        specs,
                        none.consumers(),
                        none.plans(),
                        none.stores(),
                        none.variables(),
                        none.telemetry()));
    }

    private static String token(String claims) {
        try {
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            String signed =
                    base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                            + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HMAC"));
            return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long in(long seconds) {
        return System.currentTimeMillis() / 1000 + seconds;
    }

    @Test
    void jwtTellsTheConsumerAndKeepsTheToken() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: jwt, config: { claims_to_verify: [ exp ], maximum_expiration: 3600, header_names: ["
                                + " authorization, X-Token ] } }, { name: acl, config: { allow: [ staff ] } }")) {
            String good = token("{\"iss\":\"app-iss\",\"exp\":" + in(600) + "}");
            Message answer = gateway.get("/a?x=1", "Authorization: Bearer " + good);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .contains(
                            "X-Consumer-Username: app\r\n",
                            "X-Consumer-Groups: staff\r\n",
                            "Authorization: Bearer " + good);
            assertThat(gateway.get("/a?jwt=" + good).status()).isEqualTo(200);
            assertThat(gateway.get("/a", "X-Token: Bearer " + good).status()).isEqualTo(200);
            for (String bad : new String[] {
                token("{\"iss\":\"app-iss\",\"exp\":" + in(-5) + "}"),
                token("{\"iss\":\"app-iss\"}"),
                token("{\"iss\":\"app-iss\",\"exp\":" + in(7200) + "}"),
                token("{\"iss\":\"nobody\",\"exp\":" + in(600) + "}"),
                good.substring(0, good.length() - 4) + "AAAA"
            }) {
                assertThat(gateway.get("/a", "Authorization: Bearer " + bad).status())
                        .isEqualTo(401);
            }
            assertThat(gateway.get("/a").status()).isEqualTo(401);
        }
    }

    /** Kong looks at no claim that claims_to_verify does not name; and a token cannot make its consumer a member of a group. */
    @Test
    void jwtLooksAtNothingThatItIsNotToldTo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: jwt }, { name: acl, config: { deny: [ admin ], hide_groups_header: true } }")) {
            String old = token("{\"iss\":\"app-iss\",\"exp\":1,\"nbf\":" + in(600) + ",\"roles\":[\"admin\"]}");
            Message answer = gateway.get("/a", "Authorization: Bearer " + old);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("X-Consumer-Groups", "X-User-");
        }
    }

    @Test
    void keysAndGroups() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: key-auth, config: { hide_credentials: true, run_on_preflight: false } },"
                                + " { name: acl, service: a, config: { allow: [ staff ] } }")) {
            assertThat(gateway.get("/a").status()).isEqualTo(401);
            assertThat(gateway.get("/a", "apikey: wrong").status()).isEqualTo(401);
            assertThat(gateway.get("/a", "apikey: other-key").status())
                    .as("a group of consumers is no group of acl")
                    .isEqualTo(403);
            assertThat(gateway.get("/a?apikey=app-key&x=1").text())
                    .startsWith("GET /a?x=1 HTTP")
                    .doesNotContain("app-key");
            try (RawClient client = gateway.connect()) {
                Message options =
                        client.send(RawClient.request("OPTIONS", "/a")).read();
                assertThat(options.status())
                        .as("known to nobody, so acl refuses")
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void rateLimitingTellsWhatKongTells() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: rate-limiting, config: { hour: 2, day: 100, limit_by: header, header_name: X-Tenant,"
                                + " error_message: \"Enough.\" } }")) {
            Message first = gateway.get("/a", "X-Tenant: t");
            assertThat(first.field("X-RateLimit-Limit-Hour")).hasValue("2");
            assertThat(first.field("X-RateLimit-Remaining-Hour")).hasValue("1");
            assertThat(first.field("X-RateLimit-Limit-Day")).hasValue("100");
            assertThat(first.field("RateLimit-Limit")).hasValue("2");
            assertThat(first.field("RateLimit-Remaining")).hasValue("1");
            assertThat(first.field("RateLimit-Reset")).isPresent();
            gateway.get("/b", "X-Tenant: t");
            Message refused = gateway.get("/a", "X-Tenant: t");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("Retry-After")).isPresent();
            assertThat(refused.text()).contains("Enough.");
            assertThat(gateway.get("/a", "X-Tenant: u").status()).isEqualTo(200);
        }
    }

    @Test
    void oneAddressCountsOnOnePathOnly() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        start(upstream, "{ name: rate-limiting, config: { hour: 1, limit_by: path, path: /login } }")) {
            assertThat(gateway.get("/login").status()).isEqualTo(200);
            assertThat(gateway.get("/login?x=1").status()).isEqualTo(429);
            assertThat(gateway.get("/other").status()).as("by address").isEqualTo(200);
            assertThat(gateway.get("/another").status()).isEqualTo(429);
        }
    }

    @Test
    void cors() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: cors, config: { origins: [ \"https://app.example.com\", '.*\\.example\\.net' ],"
                                + " credentials: true, max_age: 60 } }")) {
            try (RawClient client = gateway.connect()) {
                Message preflight = client.send(RawClient.request(
                                "OPTIONS",
                                "/a",
                                "Origin: https://a.example.net",
                                "Access-Control-Request-Method: PUT",
                                "Access-Control-Request-Headers: authorization,x-mine"))
                        .read();
                assertThat(preflight.status()).isEqualTo(200);
                assertThat(preflight.field("Access-Control-Allow-Origin")).hasValue("https://a.example.net");
                assertThat(preflight.field("Access-Control-Allow-Headers")).hasValue("authorization,x-mine");
                assertThat(preflight.field("Access-Control-Max-Age")).hasValue("60");
            }
            assertThat(gateway.get("/a", "Origin: https://evil.example").has("Access-Control-Allow-Origin"))
                    .isFalse();
            assertThat(gateway.get("/a", "Origin: https://app.example.com").field("Access-Control-Allow-Credentials"))
                    .hasValue("true");
        }
    }

    @Test
    void transformers() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(sent -> "HTTP/1.1 200 OK\r\n"
                        + "Server: old\r\n"
                        + "X-A: 1\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 26\r\n\r\n"
                        + "{\"a\":\"x\",\"pw\":1,\"t\":\"one\"}");
                TestGateway gateway = start(
                        upstream,
                        "{ name: request-transformer, config: { remove: { headers: [ X-Gone ], querystring: [ gone ]"
                                + " }, rename: { headers: [ \"X-Old:X-New\" ] }, replace: { headers: [ \"X-Here:now\","
                                + " \"X-Absent:no\" ] }, add: { headers: [ \"X-Who:$(headers.x_who)-$(query_params.p)\","
                                + " \"X-Here:no\" ], querystring: [ \"n:1\" ] }, append: { headers: [ \"X-Many:a\","
                                + " \"X-Many:b\" ] } } }, { name: response-transformer, config: { remove: { headers: ["
                                + " Server ], json: [ pw ] }, add: { headers: [ \"X-A:2\", \"X-B:3\" ], json: [ \"n:5\" ],"
                                + " json_types: [ number ] }, append: { headers: [ \"X-C:1\", \"X-C:2\" ], json: ["
                                + " \"t:two\" ] } } }")) {
            Message answer = gateway.get("/a?gone=1&p=q", "X-Gone: 1", "X-Old: v", "X-Here: then", "X-Who-Other: z");
            Message sent = upstream.only();
            assertThat(sent.target()).isEqualTo("/a?p=q&n=1");
            assertThat(sent.has("X-Gone")).isFalse();
            assertThat(sent.field("X-New")).hasValue("v");
            assertThat(sent.all("X-Here")).containsExactly("now");
            assertThat(sent.has("X-Absent")).isFalse();
            assertThat(sent.field("X-Who")).hasValue("-q");
            assertThat(sent.all("X-Many")).containsExactly("a", "b");
            assertThat(answer.has("Server")).isFalse();
            assertThat(answer.all("X-A")).containsExactly("1");
            assertThat(answer.field("X-B")).hasValue("3");
            assertThat(answer.all("X-C")).containsExactly("1", "2");
            assertThat(answer.text()).contains("{\"a\":\"x\",\"t\":[\"one\",\"two\"],\"n\":5}");
        }
    }

    @Test
    void sizesBotsAndAnswers() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: request-size-limiting, config: { allowed_payload_size: 1, size_unit: kilobytes } }, {"
                                + " name: bot-detection, config: { deny: [ curl ], allow: [ friendlybot ] } }, { name:"
                                + " request-termination, config: { status_code: 410, message: gone, trigger: X-Stop }"
                                + " }")) {
            try (RawClient client = gateway.connect()) {
                assertThat(client.post("/a", "x".repeat(1024)).status()).isEqualTo(200);
                assertThat(client.post("/a", "x".repeat(1025)).status()).isEqualTo(413);
            }
            for (String bot :
                    new String[] {"curl/8.5", "MySpider/1.0", "Googlebot/2.1", "some scraper", "Apache-HttpClient/4"}) {
                assertThat(gateway.get("/a", "User-Agent: " + bot).status())
                        .as(bot)
                        .isEqualTo(403);
            }
            for (String agent : new String[] {"Mozilla/5.0 (X11) CUBOT", "friendlybot/1", "Mozilla/5.0"}) {
                assertThat(gateway.get("/a", "User-Agent: " + agent).status())
                        .as(agent)
                        .isEqualTo(200);
            }
            Message gone = gateway.get("/a", "X-Stop: 1");
            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.text()).contains("{\"message\":\"gone\"}");
        }
    }

    @Test
    void redirectsKeepWhatWasAskedFor() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: redirect, config: { location: \"https://www.example.com:8443/old\","
                                + " keep_incoming_path: true } }")) {
            assertThat(gateway.get("/a/b?x=1").field("Location")).hasValue("https://www.example.com:8443/a/b?x=1");
            Message plain = gateway.get("/a/b");
            assertThat(plain.status()).isEqualTo(301);
            assertThat(plain.field("Location")).hasValue("https://www.example.com:8443/a/b");
        }
    }

    @Test
    void tcpLogWritesKongsRecord() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (TcpServer sink = TcpServer.start(socket -> {
                    BufferedReader reader =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        lines.add(line);
                    }
                });
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "{ name: tcp-log, config: { host: 127.0.0.1, port: " + sink.port() + " } },"
                                + " { name: key-auth, config: {} }")) {
            assertThat(gateway.get("/a?x=1", "apikey: app-key", "X-Mine: v").status())
                    .isEqualTo(200);
            String record = lines.poll(60, TimeUnit.SECONDS);
            assertThat(record)
                    .contains(
                            "\"method\":\"GET\"",
                            "\"uri\":\"/a?x=1\"",
                            "\"x-mine\":\"v\"",
                            "\"response\":{\"status\":200,",
                            "\"latencies\":{\"request\":",
                            "\"route\":{\"name\":\"all\"}",
                            "\"service\":{\"name\":\"service\"}",
                            "\"consumer\":{\"username\":\"app\"}",
                            "\"client_ip\":\"127.0.0.1\"",
                            "\"started_at\":1")
                    .doesNotContain("app-key");
        }
    }

    @Test
    void proxyCacheKeepsWhatHasTheTypeWhateverItSays() throws IOException {
        try (RawUpstream upstream =
                        RawUpstream.answering(sent -> "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: "
                                + (sent.target().equals("/json")
                                        ? "application/json"
                                        : "application/json;charset=utf-8")
                                + "\r\nContent-Length: 2\r\n\r\n{}");
                TestGateway gateway = start(
                        upstream,
                        "{ name: proxy-cache, config: { content_type: [ application/json ], strategy: memory } }")) {
            gateway.get("/json");
            assertThat(gateway.get("/json").field("X-Cache-Status")).hasValue("HIT");
            gateway.get("/other");
            assertThat(gateway.get("/other").field("X-Cache-Status")).hasValue("MISS");
        }
    }
}
