package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static dev.sekisho.blackbox.CacheRig.response;
import static dev.sekisho.blackbox.CacheRig.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is no longer fresh. */
class CacheStaleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger count = new AtomicInteger();

    private String numbered(String... fields) {
        return ok("text " + count.incrementAndGet(), fields);
    }

    @Test
    void theBackendConfirmsWhatIsStored() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}",
                r -> r.has("If-None-Match")
                        ? response(304, "", "ETag: \"1\"", "Cache-Control: max-age=600", "X-Own: new")
                        : numbered("Cache-Control: max-age=0", "ETag: \"1\"", "X-Own: old", "Content-Type: text/x"))) {
            rig.get("/a");
            Message again = rig.get("/a");
            assertThat(status(again)).isEqualTo("REVALIDATED");
            assertThat(again.text()).isEqualTo("text 1");
            assertThat(again.field("X-Own")).contains("new");
            assertThat(again.all("ETag")).containsExactly("\"1\"");
            assertThat(again.field("Content-Type")).contains("text/x");
            assertThat(rig.requests().getLast().field("If-None-Match")).contains("\"1\"");
            assertThat(rig.status("/a")).as("fresh by the 304").isEqualTo("HIT");
            assertThat(rig.get("/a", "If-None-Match: \"1\"").status()).isEqualTo(304);
        }
    }

    @Test
    void theClientsConditionIsEvaluatedAgainstWhatTheBackendConfirms() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}",
                r -> r.field("If-None-Match").orElse("").equals("\"1\"")
                        ? response(304, "")
                        : numbered("Cache-Control: no-cache", "ETag: \"1\""))) {
            rig.get("/a", "If-None-Match: \"1\"");
            assertThat(rig.requests().getFirst().has("If-None-Match"))
                    .as("a miss asks for all")
                    .isFalse();
            assertThat(rig.get("/a", "If-None-Match: \"1\"").status()).isEqualTo(304);
            Message other = rig.get("/a", "If-None-Match: \"2\"");
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.text()).isEqualTo("text 1");
            Message part = rig.get("/a", "Range: bytes=5-");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("1");
        }
    }

    @Test
    void anotherAnswerTakesThePlaceOfAStaleOne() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered("Cache-Control: max-age=0", "ETag: \"1\""))) {
            rig.get("/a");
            Message again = rig.get("/a");
            assertThat(status(again)).isEqualTo("EXPIRED");
            assertThat(again.text()).isEqualTo("text 2");
        }
    }

    @Test
    void aStaleResponseIsServedWhileItIsFetchedAnew() throws IOException {
        try (CacheRig rig =
                CacheRig.start("{}", r -> numbered("Cache-Control: max-age=0, stale-while-revalidate=600"))) {
            rig.get("/a");
            CountDownLatch gate = new CountDownLatch(1);
            rig.answer(r -> {
                try {
                    gate.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return ok("anew", "Cache-Control: max-age=600");
            });
            Message stale = rig.get("/a");
            assertThat(status(stale)).isEqualTo("STALE");
            assertThat(stale.text()).isEqualTo("text 1");
            assertThat(rig.status("/a")).isEqualTo("UPDATING");
            TestGateway.await("one fetch", PATIENCE, () -> rig.asked() == 2);
            gate.countDown();
            TestGateway.await("the new one", PATIENCE, () -> {
                try {
                    return rig.get("/a").text().equals("anew");
                } catch (IOException e) {
                    return false;
                }
            });
            assertThat(rig.status("/a")).isEqualTo("HIT");
            assertThat(rig.asked()).isEqualTo(2);
        }
    }

    @Test
    void aStaleResponseIsServedWhereTheBackendFails() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{ staleIfError: { period: 10m } }", r -> numbered("Cache-Control: max-age=0", "ETag: \"1\""))) {
            rig.get("/a");
            rig.answer(r -> response(503, "down"));
            assertThat(rig.get("/a").text()).isEqualTo("text 1");
            assertThat(rig.status("/a")).isEqualTo("STALE");
            rig.answer(r -> response(404, "gone"));
            assertThat(rig.get("/a").status()).as("no error of the backend's").isEqualTo(404);
            rig.answer(r -> numbered("Cache-Control: max-age=0", "ETag: \"1\""));
            rig.get("/b");
            rig.stopService();
            Message stale = rig.get("/b");
            assertThat(status(stale)).isEqualTo("STALE");
            assertThat(stale.status()).isEqualTo(200);
            assertThat(rig.get("/none").status()).isEqualTo(502);
        }
    }

    @Test
    void whatMustBeCheckedIsNotServedStale() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{ staleIfError: { period: 10m }, staleWhileRevalidate: 10m }",
                r -> numbered("Cache-Control: max-age=0, must-revalidate", "ETag: \"1\""))) {
            rig.get("/a");
            rig.stopService();
            assertThat(rig.get("/a").status()).isEqualTo(502);
        }
    }
}
