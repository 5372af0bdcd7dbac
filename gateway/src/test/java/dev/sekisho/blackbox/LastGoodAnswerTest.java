package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The last good answer takes the place of one that fails, where it may be kept at all. */
class LastGoodAnswerTest {

    private static final String ERROR = "HTTP/1.1 503 S\r\nContent-Length: 4\r\n\r\ndown";

    private final AtomicBoolean down = new AtomicBoolean();

    private RawUpstream service(Function<Message, String> answer) throws IOException {
        return RawUpstream.answering(request -> down.get() ? ERROR : answer.apply(request));
    }

    private static String with(String field, String body) {
        return "HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static TestGateway keeping(RawUpstream service, String more) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + Yaml.routes("name: r, match: { path: /* }, to: service, fallback: { statuses: [ 503 ], lastGood: {} "
                        + more + " }"));
    }

    @Test
    void eachRequestGetsItsOwnLastAnswerWithItsAge() throws IOException {
        try (RawUpstream service = service(r -> with("Content-Type: text/x", "was " + r.startLine()));
                TestGateway gateway = keeping(service, "")) {
            gateway.get("/a?q=1");
            gateway.get("/b");
            down.set(true);
            Message kept = gateway.get("/a?q=1");
            assertThat(kept.status()).isEqualTo(200);
            assertThat(kept.text()).isEqualTo("was GET /a?q=1 HTTP/1.1");
            assertThat(kept.field("Content-Type")).hasValue("text/x");
            assertThat(kept.field("Age").orElseThrow()).matches("[0-9]+");
            assertThat(gateway.get("/b").text()).isEqualTo("was GET /b HTTP/1.1");
            assertThat(gateway.get("/a?q=2").status()).isEqualTo(503);
            gateway.logged(line -> line.contains("/b") && line.contains("upstream.status"));
        }
    }

    @Test
    void aServiceThatIsGoneIsAnsweredForToo() throws IOException {
        try (RawUpstream service = RawUpstream.answering(r -> RawUpstream.ok("kept"));
                TestGateway gateway = keeping(service, ", respond: { status: 200, body: none }")) {
            gateway.get("/");
            service.close();
            assertThat(gateway.get("/").text()).isEqualTo("kept");
            assertThat(gateway.get("/new").text()).isEqualTo("none");
        }
    }

    @Test
    void whatASharedCacheMayNotServeStaleIsNotKept() throws IOException {
        for (String field : new String[] {
            "Cache-Control: no-store",
            "Cache-Control: max-age=9, Private",
            "Cache-Control: must-revalidate",
            "Cache-Control: s-maxage=60",
            "Set-Cookie: s=1",
            "Vary: *",
            "Vary: Accept, X-User"
        }) {
            down.set(false);
            try (RawUpstream service = service(r -> with(field, "mine"));
                    TestGateway gateway = keeping(service, "")) {
                gateway.get("/");
                down.set(true);
                assertThat(gateway.get("/").status()).as(field).isEqualTo(503);
            }
        }
    }

    @Test
    void oneUsersAnswerNeverReachesAnother() throws IOException {
        try (RawUpstream service = service(
                        r -> with("X-A: 1", "for " + r.field("Authorization").orElse("all")));
                TestGateway gateway = keeping(service, "")) {
            gateway.get("/", "Authorization: Bearer alice");
            gateway.get("/page", "Cookie: session=alice");
            down.set(true);
            assertThat(gateway.get("/").status()).isEqualTo(503);
            assertThat(gateway.get("/", "Authorization: Bearer bob").status()).isEqualTo(503);
            assertThat(gateway.get("/page").status()).isEqualTo(503);
        }
    }

    @Test
    void postsAndPartsAreNotKeptAndHeadIsAnsweredFromGet() throws IOException {
        try (RawUpstream service = service(r -> RawUpstream.ok("whole"));
                TestGateway gateway = keeping(service, "");
                RawClient client = gateway.connect()) {
            client.post("/form", "x");
            gateway.get("/");
            down.set(true);
            assertThat(client.post("/form", "x").status()).isEqualTo(503);
            assertThat(gateway.get("/", "Range: bytes=0-1").status()).isEqualTo(503);
            assertThat(client.send(RawClient.request("HEAD", "/")).read("HEAD").status())
                    .isEqualTo(200);
            assertThat(client.get("/").text()).isEqualTo("whole");
        }
    }
}
