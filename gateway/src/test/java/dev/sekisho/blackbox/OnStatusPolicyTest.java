package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes in place of errors, of the gateway and of a service. */
@Timeout(60)
class OnStatusPolicyTest {

    /** A service whose answer has the status that the path begins with. */
    private static final Function<Message, String> BY_PATH = request -> {
        String status = request.target().substring(1, 4);
        return "HTTP/1.1 " + status + " Some\r\nX-Old: 1\r\nContent-Length: 6\r\n\r\n"
                + (request.method().equals("HEAD") ? "" : "secret");
    };

    /** Pages that tell what they were asked for. */
    private static RawUpstream pages() throws IOException {
        return RawUpstream.answering(request -> {
            String body = request.head() + new String(request.body(), StandardCharsets.ISO_8859_1);
            return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + (request.method().equals("HEAD") ? "" : body);
        });
    }

    private static final String PAGES = "name: pages, match: { path: /pages/*, internal: true }, to: pages";
    private static final String FALLBACK = "name: fallback, match: { internal: true }, to: pages";

    private static String yaml(RawUpstream service, RawUpstream pages, String more, String rules) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", service), Yaml.upstream("pages", "", pages))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ on-status: { rules: [ " + rules + " ] }" + more
                                + " ], to: service",
                        PAGES,
                        FALLBACK);
    }

    private static String path(String statuses, String more) {
        return "{ statuses: [ " + statuses + " ], to: { path: \"/pages/{status}.html\" }" + more + " }";
    }

    private static String route(String statuses, String more) {
        return "{ statuses: [ " + statuses + " ], to: { route: fallback }" + more + " }";
    }

    @Test
    void aPathTakesThePlaceOfTheServicesError() throws IOException {
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = pages();
                TestGateway gateway =
                        TestGateway.start(yaml(service, pages, "", path("404, 5xx", ", upstream: true")));
                RawClient client = gateway.connect()) {
            Message answer = client.get("/404/a?x=1", "If-None-Match: \"1\"", "Range: bytes=0-1");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).startsWith("GET /pages/404.html HTTP/1.1").doesNotContain("If-None", "Range:");
            assertThat(answer.has("X-Old")).isFalse();
            assertThat(client.get("/200").text()).as("the connection goes on").isEqualTo("secret");
            assertThat(client.get("/403").text()).isEqualTo("secret");
            Message posted = client.post("/500/p", "hello");
            assertThat(posted.status()).isEqualTo(500);
            assertThat(posted.text())
                    .startsWith("GET /pages/500.html")
                    .doesNotContain("hello", "Content-Length", "Content-Type");
            Message head = client.send(RawClient.request("HEAD", "/404")).read("HEAD");
            assertThat(head.status()).isEqualTo(404);
            assertThat(client.get("/200").status()).isEqualTo(200);
            assertThat(gateway.logged(line -> line.contains("\"status\":500")))
                    .contains("\"request_method\":\"POST\"", "\"request_uri\":\"/500/p\"", "\"route\":\"pages\"");
            assertThat(pages.requests()).extracting(Message::method).containsExactly("GET", "GET", "HEAD");
        }
    }

    @Test
    void theGatewaysOwnErrorsAndTheRefusalsOfPolicies() throws IOException {
        String more = ", bots: { deny: [ bad ] }";
        try (RawUpstream service = RawUpstream.start(connection -> connection.reset());
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(
                        yaml(service, pages, more, path("403", "") + ", " + route("502-504", ", status: own")))) {
            Message refused = gateway.get("/a", "User-Agent: bad");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).startsWith("GET /pages/403.html");
            assertThat(gateway.logged(line -> line.contains("\"status\":403")))
                    .as("why there was an error")
                    .contains("\"reason\":\"policy.bot\"");
            Message instead = gateway.get("/a?b=c");
            assertThat(instead.status()).isEqualTo(200);
            assertThat(instead.text()).startsWith("GET /a?b=c HTTP/1.1");
        }
    }

    /** A request that has not left may go to another backend with its body; one that has, in part, may not. */
    @Test
    void namedRoutesGetTheBodyOrNothing() throws IOException {
        String more = ", bots: { deny: [ bad ] }";
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(
                        yaml(service, pages, more, route("403, 500", ", status: own, upstream: true")));
                RawClient client = gateway.connect()) {
            String body = "x".repeat(100_000);
            String head = RawClient.request("POST", "/p", "User-Agent: bad", "Content-Length: " + body.length());
            Message refused = client.send(head + body).read();
            assertThat(refused.status()).isEqualTo(200);
            assertThat(refused.text()).startsWith("POST /p HTTP/1.1").endsWith(body);
            String chunks = RawClient.request("POST", "/p", "User-Agent: bad", "Transfer-Encoding: chunked");
            assertThat(client.send(chunks + "3\r\nabc\r\n0\r\n\r\n").read().text())
                    .endsWith("abc");
            assertThat(client.post("/500", "hello").status()).as("it stays").isEqualTo(500);
            assertThat(client.get("/500").text()).startsWith("GET /500");
        }
    }

    /** The client is still sending when the service has refused: what is left goes nowhere, and the connection stays usable. */
    @Test
    void theRestOfABodyIsReadAndDropped() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 500 Early\r\nContent-Length: 0\r\n\r\n");
                    connection.awaitEnd();
                });
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(yaml(service, pages, "", path("500", ", upstream: true")))) {
            for (String framing : new String[] {"Content-Length: 300000", "Transfer-Encoding: chunked"}) {
                boolean chunked = framing.startsWith("T");
                try (RawClient client = gateway.connect()) {
                    client.send(RawClient.request("POST", "/p", framing));
                    client.send(chunked ? "5\r\nfirst\r\n" : "first");
                    Message answer = client.read();
                    assertThat(answer.status()).isEqualTo(500);
                    assertThat(answer.text()).startsWith("GET /pages/500.html");
                    assertThat(answer.text()).doesNotContain("first");
                }
            }
            assertThat(pages.requests()).allMatch(request -> request.body().length == 0);
        }
    }

    @Test
    void overHttp2WithABodyUnderWay() throws IOException {
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(yaml(service, pages, "", path("500", ", upstream: true")));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/500/a").text()).startsWith("GET /pages/500.html");
            client.headers(3, false, Http2Client.request("POST", "/500/p"));
            client.data(3, true, "hello".getBytes(StandardCharsets.UTF_8));
            assertThat(client.await(3).status()).isEqualTo(500);
            assertThat(client.await(3).text()).startsWith("GET /pages/500.html").doesNotContain("hello");
            assertThat(client.get(5, "/200").text()).isEqualTo("secret");
        }
    }

    @Test
    void grpcKeepsItsStatusAndItsTrailers() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    boolean plain = call.path().equals("/plain");
                    call.head(500, false, "content-type", plain ? "text/plain" : "application/grpc");
                    call.data("x", false);
                    call.trailers("grpc-status", "13");
                });
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                        + Yaml.upstreams(
                                Yaml.upstream("service", "protocol: http2", service.port()),
                                Yaml.upstream("pages", "", pages))
                        + Yaml.routes(
                                "name: all, match: { path: /* }, policies: [ on-status: { rules: [ "
                                        + path("500", ", upstream: true") + " ] } ], to: service",
                                PAGES,
                                FALLBACK));
                Http2Client client = Http2Client.connect(gateway.address())) {
            String[] grpc = {"content-type", "application/grpc", "te", "trailers"};
            client.headers(1, true, Http2Client.request("POST", "/a", grpc));
            assertThat(client.await(1).trailer("grpc-status")).isEqualTo("13");
            client.headers(3, true, Http2Client.request("POST", "/plain"));
            assertThat(client.await(3).text())
                    .as("trailers of the old answer end nothing")
                    .startsWith("GET /pages/500");
        }
    }

    @Test
    void placesAreGivenBackWhileThePageIsAwaited() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.answering(request -> {
                    await(release);
                    return RawUpstream.ok("page");
                });
                TestGateway gateway = TestGateway.start(
                        yaml(service, pages, ", concurrency: { requests: 1 }", path("404", ", upstream: true")));
                RawClient waiting = gateway.connect()) {
            waiting.send(RawClient.request("GET", "/404"));
            TestGateway.await(
                    "the page asked for",
                    Duration.ofSeconds(10),
                    () -> pages.requests().size() == 1);
            assertThat(gateway.get("/200").status()).isEqualTo(200);
            release.countDown();
            assertThat(waiting.read().text()).isEqualTo("page");
            assertThat(gateway.get("/200").status()).isEqualTo(200);
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
    void aClientThatLeavesMeanwhileEndsTheQuestion() throws IOException {
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.start(connection -> {
                    connection.request();
                    connection.awaitEnd();
                });
                TestGateway gateway = TestGateway.start(yaml(service, pages, "", path("404", ", upstream: true")))) {
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

    /** A cached answer has no call that could be given up, and its entry must be let go. */
    @Test
    void outOfACachedAnswer() throws IOException {
        try (RawUpstream service = RawUpstream.answering(
                        request -> "HTTP/1.1 404 No\r\nCache-Control: max-age=600\r\nContent-Length: 6\r\n\r\nsecret");
                RawUpstream pages = pages();
                TestGateway gateway =
                        TestGateway.start(yaml(service, pages, ", cache: {}", path("500", ", upstream: true")))) {
            assertThat(gateway.get("/404").text()).isEqualTo("secret");
            assertThat(gateway.get("/404").text()).isEqualTo("secret");
            gateway.reload(yaml(service, pages, ", cache: {}", path("404", ", upstream: true")));
            for (int i = 0; i < 3; i++) {
                Message answer = gateway.get("/404");
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text()).startsWith("GET /pages/404.html");
            }
            assertThat(service.requests()).as("the cache has it").hasSize(1);
            assertThat(pages.requests()).hasSize(3);
        }
    }

    @Test
    void longAnswersAreGivenUpAndOthersGoOn() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 404 No\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(50_000));
                    connection.awaitEnd();
                });
                RawUpstream pages = pages();
                TestGateway gateway = TestGateway.start(yaml(service, pages, "", path("404", ", upstream: true")));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/404").text()).startsWith("GET /pages/404.html");
            TestGateway.await("the end of the call", Duration.ofSeconds(10), () -> service.open() == 0);
            assertThat(client.get("/404").text()).startsWith("GET /pages/404.html");
        }
    }

    @Test
    void aPageWithoutABodyKeepsItsOwnStatus() throws IOException {
        try (RawUpstream service = RawUpstream.answering(BY_PATH);
                RawUpstream pages = RawUpstream.answering(request -> "HTTP/1.1 204 None\r\n\r\n");
                TestGateway gateway = TestGateway.start(yaml(service, pages, "", path("404", ", upstream: true")));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/404").status()).isEqualTo(204);
            assertThat(client.get("/200").text()).isEqualTo("secret");
        }
    }
}
