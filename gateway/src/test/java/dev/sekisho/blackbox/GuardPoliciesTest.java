package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits with several keys and before credentials, ordered rules of addresses, and what an authoriser is told and tells. */
@Timeout(120)
class GuardPoliciesTest {

    private static TestGateway start(int loops, String routes, String... upstreams) {
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(upstreams) + routes, "nio", loops);
    }

    private static TestGateway start(RawUpstream service, String policies) {
        return start(
                1,
                Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service"),
                Yaml.upstream("service", "", service));
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Two event loops count up to the smaller limit exactly, whichever of both keys it has. */
    @ParameterizedTest
    @CsvSource({"1000, 40", "40, 1000"})
    void severalKeysAreExactOverLoops(int own, int further) throws Exception {
        AtomicInteger admitted = new AtomicInteger();
        String policy = "rate-limit: { limits: [ { requests: " + own
                + ", per: year } ], further: [ { key: \"{host}\", zone: hosts, limits: [ { requests: " + further
                + ", per: year } ] } ] }";
        try (RawUpstream service = RawUpstream.echo();
                TestGateway gateway = start(
                        2,
                        Yaml.routes("name: all, match: { path: /* }, policies: [ " + policy + " ], to: service"),
                        Yaml.upstream("service", "", service))) {
            List<Thread> clients = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 25; i++) {
                        try {
                            admitted.addAndGet(gateway.get("/" + i).status() == 200 ? 1 : 0);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(admitted).hasValue(40);
    }

    /** Behind authentication a wrong password would count nothing, and guessing would go on for ever. */
    @Test
    void guessesAtPasswordsCountBeforeCredentials() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                TestGateway gateway = start(
                        service,
                        "basic: { htpasswd: \"anna:{PLAIN}secret\" }, early-rate-limit: { limits: [ { requests: 3, per: year } ],"
                                + " status: 503, headers: [ none ], retryAfter: false }, early-size-limit: { request: 1KiB },"
                                + " early-concurrency: { requests: 100 }")) {
            assertThat(gateway.get("/", basic("anna:a")).status()).isEqualTo(401);
            assertThat(gateway.get("/", basic("anna:b")).status()).isEqualTo(401);
            assertThat(gateway.get("/", basic("anna:secret")).status()).isEqualTo(200);
            Message refused = gateway.get("/", basic("anna:secret"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.head()).doesNotContain("Retry-After", "RateLimit");
            try (RawClient client = gateway.connect()) {
                Message large = client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1025\r\n\r\n")
                        .read();
                assertThat(large.status()).as("before 401 and 503").isEqualTo(413);
            }
        }
    }

    @Test
    void aRequestThatGoesOnToAnotherRouteCountsOnce() throws IOException {
        String limit = "rate-limit: { key: global, zone: all, once: true, limits: [ { requests: 4, per: year } ] }";
        try (RawUpstream service =
                        RawUpstream.answering(request -> request.target().startsWith("/gone")
                                ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                                : RawUpstream.ok("there"));
                TestGateway gateway = start(
                        1,
                        Yaml.routes(
                                "name: all, match: { path: /* }, policies: [ " + limit
                                        + ", on-status: { rules: [ { statuses: [ 404 ], to: { route: else }, upstream: true } ] } ], to: service",
                                "name: else, match: { internal: true }, policies: [ " + limit
                                        + " ], to: { respond: { status: 404, body: else } }"),
                        Yaml.upstream("service", "", service))) {
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.get("/gone").text()).isEqualTo("else");
            }
            assertThat(gateway.get("/there").status()).isEqualTo(429);
        }
    }

    @Test
    void theFirstRuleDecides() throws IOException {
        String rules = "ip: { rules: [ { allow: [ 127.0.0.2 ] }, { deny: [ 127.0.0.0/8 ] } ] }";
        String others =
                "ip: { rules: [ { deny: [ 127.0.0.2 ] }, { allow: [ 127.0.0.0/8 ] }, { deny: [ 0.0.0.0/0 ] } ] }";
        try (RawUpstream service = RawUpstream.echo();
                TestGateway closed = start(service, rules);
                TestGateway open = start(service, others)) {
            assertThat(closed.get("/").status()).isEqualTo(403);
            assertThat(open.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void routesOfAZoneCountTogether() throws IOException {
        String policy =
                "policies: [ concurrency: { requests: %d, key: address, zone: clients, further: [ { requests: 9, key: global"
                        + " } ] } ], to: service";
        try (RawUpstream service = RawUpstream.start(connection -> {
                    if (connection.request().orElseThrow().target().endsWith("/held")) {
                        connection.awaitEnd();
                    } else {
                        connection.send(RawUpstream.ok("ok"));
                    }
                });
                TestGateway gateway = start(
                        2,
                        Yaml.routes(
                                "name: a, match: { path: /a/* }, " + policy.formatted(1),
                                "name: b, match: { path: /b/* }, " + policy.formatted(2)),
                        Yaml.upstream("service", "", service))) {
            // the first of all: the place of an answered request is given back a moment after the client has the answer
            try (RawClient held = gateway.connect().send(RawClient.request("GET", "/a/held"))) {
                TestGateway.await(
                        "one at the service",
                        () -> service.requests().stream()
                                .anyMatch(request -> request.target().equals("/a/held")));
                assertThat(gateway.get("/a/free").status()).isEqualTo(503);
                assertThat(gateway.get("/b/free").status()).isEqualTo(200);
                held.reset();
            }
            TestGateway.await("a place", () -> isFree(gateway));
        }
    }

    private static boolean isFree(TestGateway gateway) {
        try {
            return gateway.get("/a/free").status() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anAuthoriserIsToldWhatIsWantedAndSetsVariables() throws IOException {
        String policies =
                "forward-auth: { upstream: authoriser, path: /check, originHeaders: false, refusals: status, statusOnError:"
                        + " 500, setHeaders: { Host: auth.test, X-Target: \"{path}{search}\", Cookie: \"\", X-None: \"{header.X-Absent}\" },"
                        + " setVariables: { user: X-User, code: \"{status}\", none: X-Nothing } },"
                        + " request-headers: { set: { X-Seen: \"{var.user} {var.code} <{var.none}>\" } },"
                        + " response-headers: { set: { X-Code: \"{var.code}\" } }";
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser =
                        RawUpstream.answering(request -> request.head().contains("X-Bad: 1")
                                ? ForwardAuthPolicyTest.answer("401 Unauthorized", "", "WWW-Authenticate: Form")
                                : ForwardAuthPolicyTest.answer("200 OK", "", "X-User: anna"));
                TestGateway gateway = start(
                        1,
                        Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service"),
                        Yaml.upstream("service", "", service),
                        Yaml.upstream("authoriser", "", authoriser))) {
            Message answer =
                    gateway.get("/a?b=c", "Cookie: s=1", "X-Target: evil", "X-Original-URI: mine", "X-Seen: mine");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("X-Seen: anna 200 <>\r\n", "Cookie: s=1\r\n");
            assertThat(answer.field("X-Code")).contains("200");
            Message asked = authoriser.only();
            assertThat(asked.startLine()).isEqualTo("GET /check HTTP/1.1");
            assertThat(asked.all("Host")).containsExactly("auth.test");
            assertThat(asked.all("X-Target")).containsExactly("/a?b=c");
            assertThat(asked.all("X-Original-URI")).containsExactly("mine");
            assertThat(asked.head()).doesNotContain("Cookie", "X-None", "X-Forwarded-Uri", "X-Original-Method", "evil");
            Message refused = gateway.get("/", "X-Bad: 1");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("WWW-Authenticate")).contains("Form");
            assertThat(refused.field("X-Code")).contains("401");
        }
    }
}
