package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static dev.sekisho.blackbox.CacheRig.response;
import static dev.sekisho.blackbox.CacheRig.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.Http2Client.Answer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The cache through a listener and a backend. */
class CachePolicyTest {

    private static final String FRESH = "Cache-Control: max-age=600";

    private final AtomicInteger count = new AtomicInteger();

    private String numbered(String... fields) {
        return ok("text " + count.incrementAndGet(), fields);
    }

    @Test
    void aResponseIsServedAgainWithItsAgeToGetAndHead() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH, "ETag: \"1\"", "X-Own: a", "Age: 7"))) {
            Message first = rig.get("/a");
            assertThat(status(first)).isEqualTo("MISS");
            assertThat(first.text()).isEqualTo("text 1");
            Message second = rig.get("/a");
            assertThat(status(second)).isEqualTo("HIT");
            assertThat(second.text()).isEqualTo("text 1");
            assertThat(Integer.parseInt(second.field("Age").orElseThrow())).isBetween(7, 60);
            assertThat(second.all("Age")).hasSize(1);
            assertThat(second.all("Date")).hasSize(1);
            assertThat(second.field("Content-Length")).contains("6");
            assertThat(second.field("X-Own")).contains("a");
            Message head = rig.send("HEAD", "/a");
            assertThat(status(head)).isEqualTo("HIT");
            assertThat(head.field("Content-Length")).contains("6");
            assertThat(rig.get("/a", "If-None-Match: W/\"1\"").status()).isEqualTo(304);
            assertThat(rig.get("/a", "If-None-Match: \"2\"").status()).isEqualTo(200);
            assertThat(rig.asked()).isEqualTo(1);
        }
    }

    @Test
    void aClientOfHttp2GetsWhatIsStored() throws IOException {
        String large = "x".repeat(200_000);
        try (CacheRig rig = CacheRig.start("{}", r -> ok(large, FRESH));
                Http2Client client = Http2Client.connect(rig.gateway().address())) {
            client.headers(1, true, Http2Client.request("GET", "/a"));
            assertThat(client.await(1).text()).hasSize(large.length());
            client.headers(3, true, Http2Client.request("GET", "/a"));
            Answer again = client.await(3);
            assertThat(again.text()).isEqualTo(large);
            assertThat(again.field("x-cache-status")).contains("HIT");
            client.headers(5, true, Http2Client.request("HEAD", "/a"));
            assertThat(client.await(5).field("content-length")).contains("200000");
            assertThat(rig.asked()).isEqualTo(1);
        }
    }

    @Test
    void ttlByStatusCountsOnlyWhereTheResponseSaysNothing() throws IOException {
        try (CacheRig rig = CacheRig.start("{ ttl: { \"200\": 10m, \"404\": 10m } }", r -> numbered())) {
            assertThat(rig.status("/plain")).isEqualTo("MISS");
            assertThat(rig.status("/plain")).isEqualTo("HIT");
            rig.answer(r -> response(404, "none"));
            assertThat(rig.status("/absent")).isEqualTo("MISS");
            assertThat(rig.status("/absent")).isEqualTo("HIT");
            rig.answer(r -> response(500, "bad"));
            assertThat(rig.status("/bad")).isEqualTo("MISS");
            assertThat(rig.status("/bad")).isEqualTo("MISS");
            rig.answer(r -> numbered("Cache-Control: no-store"));
            assertThat(rig.status("/secret")).isEqualTo("MISS");
            assertThat(rig.status("/secret")).isEqualTo("MISS");
        }
    }

    @Test
    void varyKeepsOneResponseForEachValue() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}", r -> ok(r.field("Accept-Language").orElse("none"), FRESH, "Vary: Accept-Language"))) {
            assertThat(rig.get("/", "Accept-Language: de").text()).isEqualTo("de");
            assertThat(rig.get("/", "Accept-Language: ja").text()).isEqualTo("ja");
            Message again = rig.get("/", "Accept-Language: de");
            assertThat(status(again)).isEqualTo("HIT");
            assertThat(again.text()).isEqualTo("de");
            assertThat(rig.get("/").text()).isEqualTo("none");
            assertThat(rig.asked()).isEqualTo(3);
            rig.answer(r -> numbered(FRESH, "Vary: *"));
            assertThat(rig.status("/star")).isEqualTo("MISS");
            assertThat(rig.status("/star")).isEqualTo("MISS");
        }
    }

    @Test
    void anUnsafeRequestMakesItsUrlAndTheOneItNamesInvalid() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH, "Vary: Accept"))) {
            rig.get("/a", "Accept: x/y");
            rig.get("/a", "Accept: y/z");
            rig.get("/b");
            rig.answer(r -> response(500, "bad"));
            rig.send("POST", "/a", "Content-Length: 0");
            assertThat(rig.status("/a", "Accept: x/y")).as("after an error").isEqualTo("HIT");
            rig.answer(r -> response(201, "", "Location: /b"));
            rig.send("POST", "/a", "Content-Length: 0");
            rig.answer(r -> numbered(FRESH, "Vary: Accept"));
            assertThat(rig.status("/a", "Accept: x/y")).isEqualTo("MISS");
            assertThat(rig.status("/a", "Accept: y/z")).isEqualTo("MISS");
            assertThat(rig.status("/b")).isEqualTo("MISS");
        }
    }

    @Test
    void bypassAndNoStoreConditions() throws IOException {
        String settings = "{ bypass: { headers: [X-Fresh], query: [nocache] }, noStore: { cookies: [draft] } }";
        try (CacheRig rig = CacheRig.start(settings, r -> numbered(FRESH))) {
            rig.get("/a");
            Message anew = rig.get("/a", "X-Fresh: 1");
            assertThat(status(anew)).isEqualTo("BYPASS");
            assertThat(anew.text()).isEqualTo("text 2");
            assertThat(rig.get("/a").text()).as("what was fetched is kept").isEqualTo("text 2");
            assertThat(rig.status("/b?nocache")).isEqualTo("BYPASS");
            assertThat(rig.status("/c", "Cookie: a=b; draft=1")).isEqualTo("MISS");
            assertThat(rig.status("/c")).isEqualTo("MISS");
        }
    }

    @Test
    void aHeadThatDiffersMakesWhatIsStoredInvalid() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered("Cache-Control: max-age=0", "ETag: \"1\""))) {
            rig.get("/a");
            rig.answer(r -> "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"2\"\r\n\r\n");
            rig.send("HEAD", "/a");
            rig.answer(r -> numbered("ETag: \"2\""));
            rig.get("/a");
            assertThat(rig.requests().getLast().has("If-None-Match")).isFalse();
        }
    }

    @Test
    void clientDirectivesCountWhereTheyAreHonoured() throws IOException {
        try (CacheRig rig = CacheRig.start("{ clientDirectives: honour }", r -> numbered(FRESH))) {
            assertThat(rig.get("/a", "Cache-Control: only-if-cached").status()).isEqualTo(504);
            rig.get("/a");
            assertThat(rig.status("/a", "Cache-Control: only-if-cached")).isEqualTo("HIT");
            assertThat(rig.get("/a", "Cache-Control: no-cache").text()).isEqualTo("text 2");
            assertThat(rig.get("/a", "Pragma: no-cache").text()).isEqualTo("text 3");
            assertThat(rig.get("/a", "Cache-Control: min-fresh=3600").text()).isEqualTo("text 4");
            rig.get("/b", "Cache-Control: no-store");
            assertThat(rig.status("/b")).isEqualTo("MISS");
        }
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH))) {
            rig.get("/a");
            assertThat(rig.status("/a", "Cache-Control: no-cache, max-age=0")).isEqualTo("HIT");
        }
    }

    @Test
    void aReloadKeepsWhatIsStored() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH))) {
            rig.get("/a");
            rig.gateway().reload(rig.yaml("{ ttl: { \"200\": 1h } }", ""));
            assertThat(rig.status("/a")).isEqualTo("HIT");
        }
    }

    @Test
    void surrogateFieldsAreForTheCacheAlone() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}",
                r -> numbered("Surrogate-Control: max-age=600", "Surrogate-Key: a b", "Cache-Control: no-store"))) {
            Message first = rig.get("/a");
            Message second = rig.get("/a");
            assertThat(status(second)).isEqualTo("HIT");
            for (Message message : new Message[] {first, second}) {
                assertThat(message.has("Surrogate-Control")).isFalse();
                assertThat(message.has("Surrogate-Key")).isFalse();
                assertThat(message.field("Cache-Control")).contains("no-store");
            }
        }
    }
}
