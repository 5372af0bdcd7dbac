package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purging, and what a disk keeps. */
class CachePurgeTest {

    private final AtomicInteger count = new AtomicInteger();

    private String numbered(String... fields) {
        return ok("text " + count.incrementAndGet(), fields);
    }

    private static void found(CacheRig rig, String path) {
        TestGateway.await(path + " from disk", Duration.ofSeconds(30), () -> {
            try {
                return rig.get(path, "Cache-Control: only-if-cached").status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void byUrlByPrefixAndBySurrogateKey() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}",
                r -> numbered(
                        "Cache-Control: max-age=600",
                        "Vary: Accept",
                        "Surrogate-Key: all " + r.target().substring(1, 2)))) {
            for (String path : new String[] {"/a/1", "/a/2", "/b/1", "/c?x=1"}) {
                rig.get(path);
                rig.get(path, "Accept: x/y");
            }
            assertThat(rig.purge("url=http://test/a/1")).contains("\"purged\":3"); // two, and the mark of variants
            assertThat(rig.status("/a/1")).isEqualTo("MISS");
            assertThat(rig.status("/a/1", "Accept: x/y")).isEqualTo("MISS");
            assertThat(rig.status("/a/2")).isEqualTo("HIT");
            rig.purge("key=b");
            assertThat(rig.status("/b/1")).isEqualTo("MISS");
            assertThat(rig.status("/a/2")).isEqualTo("HIT");
            rig.purge("prefix=http://test/a/");
            assertThat(rig.status("/a/2")).isEqualTo("MISS");
            assertThat(rig.status("/c?x=1")).isEqualTo("HIT");
            rig.purge("url=http%3A%2F%2Ftest%2Fc%3Fx%3D1");
            assertThat(rig.status("/c?x=1")).isEqualTo("MISS");
            rig.purge("all");
            assertThat(rig.status("/a/2")).isEqualTo("MISS");
            assertThat(rig.purge("url=")).contains("bad_query");
            assertThat(rig.purge("key=a&all")).contains("bad_query");
        }
    }

    @Test
    void theMemoryOfWhatIsPurgedIsFreed() throws IOException {
        String body = "x".repeat(100_000);
        try (CacheRig rig = CacheRig.start("{}", r -> ok(body, "Cache-Control: max-age=600"))) {
            rig.get("/a");
            assertThat(rig.get("/a").body()).hasSize(100_000);
            assertThat(caches(rig)).contains("\"bytes\":100000", "\"entries\":1");
            assertThat(page(rig, "/metrics"))
                    .containsPattern("api_gateway_cache_bytes\\{route=\"[^\"]+\"\\} (100000|1\\.0E5)")
                    .containsPattern("api_gateway_cache_entries\\{route=\"[^\"]+\"\\} 1\\b");
            rig.purge("all");
            TestGateway.await(
                    "free memory", Duration.ofSeconds(30), () -> caches(rig).contains("\"bytes\":0"));
        }
    }

    private static String caches(CacheRig rig) {
        return page(rig, "/caches");
    }

    private static String page(CacheRig rig, String path) {
        try (RawClient client = RawClient.connect(rig.gateway().admin())) {
            return client.admin(path).text();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aDiskKeepsResponsesOverARestart(@TempDir Path folder) throws IOException {
        String body = "x".repeat(300_000);
        String settings = "{ clientDirectives: honour, disk: { path: \"" + folder + "\" } }";
        try (CacheRig rig = CacheRig.start(
                settings,
                r -> r.target().equals("/v")
                        ? ok("de", "Cache-Control: max-age=600", "Vary: Accept-Language")
                        : ok(body + r.target(), "Cache-Control: max-age=600", "ETag: \"1\"", "Surrogate-Key: k"))) {
            rig.get("/a");
            rig.get("/b");
            rig.get("/v", "Accept-Language: de");
            rig.send("POST", "/b", "Content-Length: 0");
            rig.restart();
            rig.answer(r -> ok("anew", "Cache-Control: max-age=600"));
            found(rig, "/a");
            Message kept = rig.get("/a");
            assertThat(kept.text().equals(body + "/a")).isTrue();
            assertThat(kept.field("ETag")).contains("\"1\"");
            assertThat(rig.get("/a", "Range: bytes=300000-").text()).isEqualTo("/a");
            assertThat(rig.status("/v", "Accept-Language: de")).isEqualTo("HIT");
            assertThat(rig.get("/b").text())
                    .as("made invalid before the restart")
                    .isEqualTo("anew");
            rig.purge("key=k");
            assertThat(rig.get("/a").text()).isEqualTo("anew");
            rig.purge("all");
            rig.restart();
            assertThat(rig.status("/a")).as("purged from the disk too").isEqualTo("MISS");
        }
    }
}
