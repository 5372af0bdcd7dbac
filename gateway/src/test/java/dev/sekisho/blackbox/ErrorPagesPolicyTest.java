package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages in place of error answers, of the gateway and of a service. */
@Timeout(60)
class ErrorPagesPolicyTest {

    /** A service whose answer has the status that the path names. */
    private static final Function<Message, String> BY_PATH = request -> {
        String status = request.target().substring(1, 4);
        boolean bodiless =
                status.equals("204") || status.equals("304") || request.method().equals("HEAD");
        String body = "secret stack trace";
        return "HTTP/1.1 " + status + " Some\r\nETag: \"1\"\r\nContent-Encoding: gzip\r\nRetry-After: 7\r\n"
                + "WWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: a=b\r\n"
                + (status.equals("204") ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n"
                + (bodiless ? "" : body);
    };

    private static String yaml(String upstreams, String more, String pages) {
        return Yaml.listener("http2: { cleartext: true }, limits: { body: 10B }")
                + Yaml.upstreams(upstreams)
                + Yaml.routes("name: all, match: { path: /* }, policies: [ error-pages: { pages: [ " + pages + " ] }"
                        + more + " ], to: service");
    }

    private static TestGateway gateway(RawUpstream upstream, String pages) {
        return TestGateway.start(yaml(Yaml.upstream("service", "", upstream), "", pages));
    }

    @Test
    void answersOfTheServiceAreReplacedAndKeepWhatClientsNeed() throws IOException {
        String page =
                "{ statuses: [ 404, 5xx, 401 ], origin: upstream, html: \"<h1>{status} {path}</h1>\", drop: [ Set-Cookie ] }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                TestGateway gateway = gateway(upstream, page);
                RawClient client = gateway.connect()) {
            for (int status : new int[] {401, 404, 500, 503}) {
                Message answer = client.get("/" + status + "/%3Cscript%3E&'x");
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.text()).isEqualTo("<h1>" + status + " /" + status + "/%3Cscript%3E&#38;&#39;x</h1>");
                assertThat(answer.all("Content-Type")).containsExactly("text/html; charset=utf-8");
                assertThat(answer.all("Retry-After")).containsExactly("7");
                assertThat(answer.all("WWW-Authenticate")).containsExactly("Basic realm=\"x\"");
                assertThat(answer.has("ETag")).isFalse();
                assertThat(answer.has("Content-Encoding")).isFalse();
                assertThat(answer.has("Set-Cookie")).isFalse();
            }
            for (int status : new int[] {200, 204, 304, 400, 403}) {
                assertThat(client.get("/" + status).status()).isEqualTo(status);
            }
            assertThat(client.get("/400").text()).isEqualTo("secret stack trace");
            Message head = client.send(RawClient.request("HEAD", "/404")).read("HEAD");
            assertThat(head.status()).isEqualTo(404);
            assertThat(head.all("Content-Type")).containsExactly("text/html; charset=utf-8");
            assertThat(client.get("/200").text()).as("the connection goes on").isEqualTo("secret stack trace");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "text/html,application/xhtml+xml,*/*;q=0.8 | text/html; charset=utf-8",
                "application/problem+json | application/problem+json",
                "text/*;q=0.3, application/json;q=0.2 | text/html; charset=utf-8",
                "image/png | application/json",
                "*/* | application/json",
                "application/json;q=0, */* | text/html; charset=utf-8"
            })
    void clientsChooseTheForm(String accept, String type) throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> connection.reset());
                TestGateway gateway = gateway(upstream, "{ statuses: [ 5xx ], forms: [ json, html, problem ] }")) {
            Message answer = gateway.get("/a", "Accept: " + accept);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.all("Content-Type")).containsExactly(type);
            assertThat(answer.all("Vary")).containsExactly("Accept");
            assertThat(answer.text()).contains("Bad Gateway".substring(type.endsWith("application/json") ? 11 : 0));
            assertThat(gateway.logged(line -> line.contains("\"status\":502")))
                    .as("the reason stays")
                    .contains("\"reason\":\"upstream.");
        }
    }

    /** Where pages are for one side, the answers of the other stay. */
    @Test
    void theOriginDecides() throws IOException {
        String page = "{ statuses: [ 404, 413 ], origin: %s, text: page }";
        for (String origin : new String[] {"gateway", "upstream", "both"}) {
            try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                    TestGateway gateway = gateway(upstream, page.formatted(origin))) {
                String service = gateway.get("/404").text();
                assertThat(service).isEqualTo(origin.equals("gateway") ? "secret stack trace" : "page");
                try (RawClient client = gateway.connect()) {
                    String chunks = RawClient.request("POST", "/200", "Transfer-Encoding: chunked");
                    Message own = client.send(chunks + "b\r\nxxxxxxxxxxx\r\n").read();
                    assertThat(own.status()).isEqualTo(413);
                    assertThat(own.text().equals("page")).isEqualTo(!origin.equals("upstream"));
                }
            }
        }
    }

    @Test
    void answersOnPurposeStayAndRefusalsDoNot() throws IOException {
        String pages = "{ statuses: [ 4xx, 5xx ], origin: both, text: \"{status} {message}\" }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                TestGateway gateway = TestGateway.start(yaml(
                        Yaml.upstream("service", "", upstream),
                        ", respond: { status: 503, body: closed, trigger: X-Closed }, bots: { deny: [ bad ] }",
                        pages))) {
            assertThat(gateway.get("/a", "X-Closed: 1").text()).isEqualTo("closed");
            assertThat(gateway.get("/a", "User-Agent: bad").text()).isEqualTo("403 This client may not ask here.");
        }
    }

    @Test
    void theStatusMayChangeAndClientsMayBeSentElsewhere() throws IOException {
        String pages =
                "{ statuses: [ 404 ], origin: both, answer: 200, json: '{\"was\": {status}}', headers: { Cache-Control: no-store } }, "
                        + "{ statuses: [ 500 ], origin: both, redirect: \"https://status.test/?c={status}\" }, "
                        + "{ statuses: [ 503 ], origin: both, redirect: /down, answer: 303 }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                TestGateway gateway = gateway(upstream, pages)) {
            Message found = gateway.get("/404");
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.text()).isEqualTo("{\"was\": 404}");
            assertThat(found.all("Cache-Control")).containsExactly("no-store");
            Message away = gateway.get("/500");
            assertThat(away.status()).isEqualTo(302);
            assertThat(away.all("Location")).containsExactly("https://status.test/?c=500");
            assertThat(away.text()).isEmpty();
            assertThat(gateway.get("/503").status()).isEqualTo(303);
            assertThat(StreamTest.metric(gateway, "api_gateway_error_pages_total{source=\"redirect\"}"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aRangeThatCannotBeServedStillTellsTheLength() throws IOException {
        Function<Message, String> range =
                request -> "HTTP/1.1 416 No\r\nContent-Range: bytes */47\r\nContent-Length: 2\r\n\r\nno";
        try (RawUpstream upstream = RawUpstream.answering(range);
                TestGateway gateway = gateway(upstream, "{ statuses: [ 416 ], origin: both, json: \"{}\" }")) {
            Message answer = gateway.get("/x", "Range: bytes=90-");
            assertThat(answer.status()).isEqualTo(416);
            assertThat(answer.text()).isEqualTo("{}");
            assertThat(answer.all("Content-Range")).containsExactly("bytes */47");
        }
    }

    @Test
    void aBackendGivesThePageAndSeesNoCredentials() throws IOException {
        String page = "{ statuses: [ 404, 413 ], origin: both, upstream: pages, path: \"/p/{status}.html\" }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.answering(request -> ForwardAuthPolicyTest.answer(
                        "200 OK",
                        "page for " + request.target(),
                        "Content-Type: text/html",
                        "Vary: Accept-Language",
                        "X-Internal: 1"));
                TestGateway gateway = TestGateway.start(
                        yaml(Yaml.upstream("service", "", upstream) + Yaml.upstream("pages", "", pages), "", page))) {
            Message answer = gateway.get(
                    "/404?key=1",
                    "Authorization: Bearer t",
                    "Cookie: c=1",
                    "X-API-Key: k",
                    "X-Anything: v",
                    "Accept-Language: ja");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("page for /p/404.html");
            assertThat(answer.all("Content-Type")).containsExactly("text/html");
            assertThat(answer.all("Vary")).contains("Accept-Language"); // else a cache gives the page to all languages
            assertThat(answer.has("X-Internal")).isFalse();
            assertThat(answer.all("Retry-After")).containsExactly("7");
            assertThat(pages.only().head())
                    .contains("Accept-Language: ja")
                    .doesNotContain("Authorization", "Cookie", "X-API-Key", "X-Anything", "key=1");
            try (RawClient client = gateway.connect()) {
                String chunks =
                        RawClient.request("POST", "/200", "Transfer-Encoding: chunked") + "b\r\nxxxxxxxxxxx\r\n";
                Message refused = client.send(chunks).read();
                assertThat(refused.status()).isEqualTo(413);
                assertThat(refused.text()).isEqualTo("page for /p/413.html");
            }
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                assertThat(client.get(1, "/404").text()).isEqualTo("page for /p/404.html");
                client.headers(3, true, Http2Client.request("HEAD", "/404"));
                assertThat(client.await(3).status()).isEqualTo(404);
                assertThat(client.await(3).body()).isEmpty();
            }
            assertThat(pages.requests()).allMatch(request -> request.method().equals("GET"));
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 0", "200, 0", "204, 0", "404, 5", "200, 101", "reset, 0", "silent, 0"})
    void whereItGivesNoneTheGatewaysOwnIsSent(String status, int length) throws IOException {
        String page =
                "{ statuses: [ 503 ], origin: both, upstream: pages, forms: [ text ], maxBody: 100B, timeout: 300ms }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.start(connection -> {
                    connection.request();
                    if (status.equals("silent")) {
                        connection.awaitEnd();
                    } else if (!status.equals("reset")) {
                        connection.send("HTTP/1.1 " + status + " Some\r\n"
                                + (status.equals("204") ? "" : "Content-Length: " + length + "\r\n") + "\r\n"
                                + "x".repeat(length));
                    }
                });
                TestGateway gateway = TestGateway.start(
                        yaml(Yaml.upstream("service", "", upstream) + Yaml.upstream("pages", "", pages), "", page))) {
            Message answer = gateway.get("/503");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).startsWith("503 Service Unavailable\n");
            assertThat(StreamTest.metric(gateway, "api_gateway_error_pages_total{source=\"upstream_failed\"}"))
                    .isEqualTo(1);
        }
    }

    /** A client of gRPC reads its status in fields that no page has. */
    @Test
    void grpcKeepsItsStatus() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> connection.reset());
                TestGateway gateway = gateway(upstream, "{ statuses: [ 3xx, 4xx, 5xx ], origin: both, text: page }");
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(
                    1, true, Http2Client.request("POST", "/a", "content-type", "application/grpc", "te", "trailers"));
            assertThat(client.await(1).field("grpc-status")).isEqualTo("14");
            assertThat(client.await(1).text()).isEmpty();
        }
    }

    /** The page is asked for while the client waits; when it leaves, nobody waits any more. */
    @Test
    void aClientThatLeavesMeanwhileEndsTheQuestion() throws IOException {
        String page = "{ statuses: [ 404 ], origin: both, upstream: pages, timeout: 30s }";
        try (RawUpstream upstream = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.start(connection -> {
                    connection.request();
                    connection.awaitEnd();
                });
                TestGateway gateway = TestGateway.start(
                        yaml(Yaml.upstream("service", "", upstream) + Yaml.upstream("pages", "", pages), "", page))) {
            RawClient client = gateway.connect();
            client.send(RawClient.request("GET", "/404"));
            TestGateway.await(
                    "the question",
                    Duration.ofSeconds(10),
                    () -> pages.requests().size() == 1);
            client.reset();
            TestGateway.await("its end", Duration.ofSeconds(10), () -> pages.open() == 0);
            assertThat(gateway.get("/200").status()).isEqualTo(200);
        }
    }
}
