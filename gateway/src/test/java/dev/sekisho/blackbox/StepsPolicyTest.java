package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that steps change, answer, and send to other routes. */
@Timeout(60)
class StepsPolicyTest {

    private static String yaml(RawUpstream upstream, String variables, String... routes) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + variables
                + Yaml.routes(routes);
    }

    private static String steps(String... steps) {
        return "policies: [ steps: { run: [ " + String.join(", ", steps) + " ] } ]";
    }

    private static final String LAST =
            "rewrite: { pattern: \"^/old/(.*)$\", replacement: \"/new/{capture.1}?via=old\", flag: last }";

    @Test
    void aRewriteLeadsToTheRouteOfTheNewPath() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: old, match: { path: /old/* }, " + steps("{ " + LAST + " }") + ", to: service",
                        "name: new, match: { path: /new/* }, rewrite: { stripPrefix: /new }, to: service"));
                RawClient client = gateway.connect()) {
            Message answer = client.get("/old/a%20b?x=1");
            assertThat(answer.text()).startsWith("GET /a%20b?via=old&x=1 HTTP/1.1");
            assertThat(gateway.logged(line -> line.contains("\"status\":200")))
                    .contains("\"route\":\"new\"", "\"request_uri\":\"/old/a%20b?x=1\"");
            assertThat(client.post("/old/p", "hello").text())
                    .startsWith("POST /p?via=old")
                    .endsWith("hello");
            String chunks = RawClient.request("POST", "/old/c", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n";
            assertThat(client.send(chunks).read().text())
                    .startsWith("POST /c?via=old")
                    .endsWith("abc");
            assertThat(StreamTest.metric(gateway, "api_gateway_requests_total{route=\"old\""))
                    .isZero();
        }
    }

    @Test
    void overHttp2Too() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: old, match: { path: /old/* }, " + steps("{ " + LAST + " }") + ", to: service",
                        "name: new, match: { path: /new/* }, to: service"));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/old/a").text()).startsWith("GET /new/a?via=old");
            client.headers(3, false, Http2Client.request("POST", "/old/p"));
            client.data(3, true, "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(client.await(3).text()).startsWith("POST /new/p?via=old").endsWith("hello");
        }
    }

    @Test
    void routesThatNoRequestMatchesAreReachedByName() throws IOException {
        String fallback = "name: fallback, match: { internal: true }, to: { respond: { status: 200, body: named } }";
        String page =
                "name: page, match: { path: /page, internal: true }, to: { respond: { status: 200, body: page } }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: a, match: { path: /a }, " + steps("{ goto: fallback }") + ", to: service",
                        "name: b, match: { path: /b }, "
                                + steps("{ rewrite: { pattern: .*, replacement: /page, flag: last } }")
                                + ", to: service",
                        fallback,
                        page))) {
            assertThat(gateway.get("/a").text()).isEqualTo("named");
            assertThat(gateway.get("/b").text()).isEqualTo("page");
            assertThat(gateway.get("/page").status()).isEqualTo(404);
            assertThat(gateway.get("/x").status()).isEqualTo(404);
        }
    }

    @Test
    void aSearchLeadsElsewhereThoughThePathIsTheSame() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: entry, match: { path: ^/ }, "
                                + steps(
                                        "{ when: { value: \"{query.stop}\", then: [ { return: { status: 403 } } ] } }",
                                        "{ search: {} }")
                                + ", to: service",
                        "name: inner, rank: 1, match: { path: ^/a, internal: true }, to: { respond: { body: inner } }",
                        "name: rest, rank: 1, match: { path: ^/, internal: true }, to: { respond: { body: rest } }"))) {
            assertThat(gateway.get("/a/b").text()).isEqualTo("inner");
            assertThat(gateway.get("/b").text()).isEqualTo("rest");
            assertThat(gateway.get("/a?stop=1").status()).isEqualTo(403);
        }
    }

    @Test
    void keepChangesThePathForThisRoute() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: a, match: { path: ^/a }, "
                                + steps(
                                        "{ when: { value: \"{path}\", test: matches, with: \"^/a/(.+)\", then: [] } }",
                                        "{ rewrite: { pattern: \"\", replacement: \"/b/{capture.1}?x=1?\", flag: keep } }",
                                        "{ set: { name: seen, value: \"{path}\" } }")
                                + ", to: service",
                        "name: b, match: { path: ^/b }, to: { respond: { body: other } }"))) {
            assertThat(gateway.get("/a/c/d?y=2").text()).startsWith("GET /b/c/d?x=1 HTTP/1.1");
        }
    }

    @Test
    void closeEndsTheConnectionAndOverHttp2TheStream() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: gone, match: { path: /gone }, " + steps("{ close: {} }") + ", to: service",
                        "name: here, match: { path: /here }, to: service"))) {
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("GET", "/gone"));
                assertThat(client.isClosedWithin(Duration.ofSeconds(20))).isTrue();
            }
            assertThat(gateway.logged(line -> line.contains("/gone")))
                    .contains("\"reason\":\"policy.closed\"", "\"status\":444");
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                client.headers(1, true, Http2Client.request("GET", "/gone"));
                assertThat(client.get(3, "/here").text()).startsWith("GET /here");
            }
        }
    }

    @Test
    void tenRoutesAndNoMore() throws IOException {
        String[] routes = new String[12];
        for (int i = 0; i < 11; i++) {
            routes[i] = "name: r" + i + ", match: { path: /r" + i + " }, " + steps("{ goto: r" + (i + 1) + " }")
                    + ", to: service";
        }
        routes[11] = "name: r11, match: { path: /r11 }, to: service";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, "", routes));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/r1").status()).isEqualTo(200);
            Message refused = client.get("/r0");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(gateway.logged(line -> line.contains("\"status\":500")))
                    .contains("\"reason\":\"route.cycle\"", "\"route\":\"r10\"");
            assertThat(client.get("/r1").status()).as("the connection goes on").isEqualTo(200);
        }
    }

    @Test
    void variablesConditionsAndAnswers() throws IOException {
        String variables = "variables:\n"
                + "  - { name: pool, by: { map: { from: \"{header.X-Tier}\", values: { gold: fast, \"~^s(.*)\": \"s-{capture.1}\" }, otherwise: slow } } }\n"
                + "  - { name: both, by: { map: { from: \"{var.pool}\", values: { fast: quick } } } }\n"
                + "  - { name: where, by: { geo: { networks: { 127.0.0.0/8: here }, otherwise: there } } }\n"
                + "  - { name: half, by: { share: { from: \"{header.X-Id}\", parts: [ { percent: 100, value: all } ] } } }\n";
        String program = steps(
                "{ set: { name: seen, value: \"{var.pool} {var.where} {var.half}\" } }",
                "{ when: { value: \"{query.deny}\", then: [ { return: { status: 403 } } ] } }",
                "{ when: { value: \"{method}\", test: equals, with: PUT, then: [ { return: { body: \"no {path}\" } } ] } }",
                "{ when: { value: \"{path}\", test: matches, with: ^/away, then: [ { return: { location: \"https://x.test{path}\" } } ] } }");
        String fields = ", request-headers: { set: { X-Seen: \"{var.seen} {var.both}\" } } ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        variables,
                        "name: all, match: { path: /* }, " + program.substring(0, program.length() - 1) + fields
                                + ", to: service"));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/a", "X-Tier: gold").text()).contains("X-Seen: fast here all quick\r\n");
            assertThat(client.get("/a", "X-Tier: silver").text()).contains("X-Seen: s-ilver here all");
            assertThat(client.get("/a").text()).contains("X-Seen: slow here all");
            assertThat(client.get("/a?deny=1").status()).isEqualTo(403);
            assertThat(client.get("/a?deny=0").status()).isEqualTo(200);
            Message away = client.get("/away/b");
            assertThat(away.status()).isEqualTo(302);
            assertThat(away.all("Location")).containsExactly("https://x.test/away/b");
            assertThat(client.send(RawClient.request("PUT", "/p")).read().text())
                    .isEqualTo("no /p");
        }
    }

    @Test
    void answersOfStepsGetFieldsAndPages() throws IOException {
        String policies = "policies: [ steps: { run: [ { return: { status: 404 } } ] }, "
                + "response-headers: { set: { X-All: \"1\" } }, "
                + "error-pages: { pages: [ { statuses: [ 404 ], text: page } ] } ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        yaml(upstream, "", "name: all, match: { path: /* }, " + policies + ", to: service"))) {
            Message answer = gateway.get("/a");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("page");
            assertThat(answer.all("X-All")).containsExactly("1");
            assertThat(gateway.logged(line -> line.contains("\"status\":404"))).contains("\"reason\":\"policy.steps\"");
        }
    }

    /** Bodies are searched and compressed by the route that answers, whatever those before had in mind. */
    @Test
    void compressionAndSubstitutionOnBothRoutes() throws IOException {
        String both = ", compression: { types: [ text/plain ], minLength: 1B }"
                + ", substitution: { types: [ text/plain ], replace: [ { find: world, with: %s } ] } ]";
        String first = steps("{ rewrite: { pattern: ^/a, replacement: /b, flag: last } }");
        try (RawUpstream upstream = RawUpstream.answering(request ->
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world");
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: a, match: { path: /a }, " + first.substring(0, first.length() - 1)
                                + both.formatted("earth") + ", to: service",
                        "name: b, match: { path: /b }, policies: [ "
                                + both.substring(2).formatted("moon") + ", to: service"));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/a").text()).isEqualTo("hello moon");
            Message packed = client.get("/a", "Accept-Encoding: gzip");
            assertThat(packed.all("Content-Encoding")).containsExactly("gzip");
            assertThat(new String(
                            new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed.body()))
                                    .readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("hello moon");
        }
    }

    /** Files are looked at on other threads, bodies wait meanwhile, and what lies above the folder is not reached by a path. */
    @Test
    void filesAreTestedWhileBodiesWait(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("www"));
        Files.writeString(folder.resolve("www/é b"), "x");
        Files.writeString(folder.resolve("above"), "x");
        String program = steps(
                "{ when: { value: \"" + folder
                        + "/www{path}\", test: file, then: [ { set: { name: there, value: \"yes\" } } ] } }",
                "{ when: { value: \"" + folder + "/closed\", test: file, then: [ { return: { status: 503 } } ] } }");
        String fields = ", request-headers: { set: { X-There: \"{var.there}.\" } } ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: all, match: { path: /* }, " + program.substring(0, program.length() - 1) + fields
                                + ", to: service"));
                RawClient client = gateway.connect();
                Http2Client http2 = Http2Client.connect(gateway.address())) {
            assertThat(client.get("/%C3%A9%20b").text()).contains("X-There: yes.");
            assertThat(client.post("/%C3%A9%20b", "hello").text())
                    .contains("X-There: yes.")
                    .endsWith("hello");
            for (int i = 0; i < 50; i++) {
                assertThat(http2.get(2 * i + 1, i % 2 == 0 ? "/%C3%A9%20b" : "/none")
                                .text())
                        .containsIgnoringCase(i % 2 == 0 ? "X-There: yes." : "X-There: .");
            }
            for (String hostile :
                    new String[] {"/../above", "/%2e%2e/above", "/x/../../above", "/%25%32%65%25%32%65/above"}) {
                Message answer = gateway.get(hostile);
                assertThat(answer.status() == 400 || answer.text().contains("X-There: ."))
                        .as(hostile)
                        .isTrue();
            }
            assertThat(client.get("/" + "n".repeat(5_000)).text()).contains("X-There: .");
            Files.writeString(folder.resolve("closed"), "x");
            assertThat(client.get("/a").status()).isEqualTo(503);
            Files.delete(folder.resolve("closed"));
            assertThat(client.get("/a").status()).isEqualTo(200);
        }
    }

    @Test
    void hostilePathsAreRefusedAndTheConnectionGoesOn() throws IOException {
        String program = steps("{ rewrite: { pattern: \"^/f\", replacement: \"/files/{query.f}\", flag: last } }");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: f, match: { path: /f }, " + program + ", to: service",
                        "name: files, match: { path: /files/* }, to: service"));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/f?f=a").text()).startsWith("GET /files/a?f=a");
            for (String hostile :
                    new String[] {"..", ".", "../x", "%2e%2e%2fx", "a%00", "a%2fb", "%5c", "a%0d%0aX:1"}) {
                assertThat(client.get("/f?f=" + hostile).status()).as(hostile).isEqualTo(400);
            }
            assertThat(client.get("/f?f=b").status()).isEqualTo(200);
        }
    }

    @Test
    void placesAreGivenBackWhereTheRouteIsLeft() throws IOException {
        String limited = ", concurrency: { requests: 1 } ]";
        String first = steps("{ when: { value: \"{query.on}\", then: [ { goto: b } ] } }");
        CountDownLatch release = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.answering(request -> {
                    if (request.target().startsWith("/wait")) {
                        await(release);
                    }
                    return RawUpstream.ok("ok");
                });
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        "",
                        "name: a, match: { path: /* }, " + first.substring(0, first.length() - 1) + limited
                                + ", to: service",
                        "name: b, match: { internal: true }, to: service"));
                RawClient waiting = gateway.connect()) {
            waiting.send(RawClient.request("GET", "/wait?on=1"));
            TestGateway.await(
                    "the request",
                    Duration.ofSeconds(10),
                    () -> !upstream.requests().isEmpty());
            assertThat(gateway.get("/a").status()).isEqualTo(200);
            release.countDown();
            assertThat(waiting.read().status()).isEqualTo(200);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReloadChangesVariablesUnderRoutesThatStay() throws IOException {
        String route =
                "name: all, match: { path: /* }, policies: [ request-headers: { set: { X-V: \"{var.v}\" } } ], to: service";
        String variables = "variables: [ { name: v, by: { map: { from: x, values: { x: %s } } } } ]\n";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, variables.formatted("one"), route))) {
            assertThat(gateway.get("/").text()).contains("X-V: one");
            gateway.reload(yaml(upstream, variables.formatted("two"), route));
            assertThat(gateway.get("/").text()).contains("X-V: two");
        }
    }
}
