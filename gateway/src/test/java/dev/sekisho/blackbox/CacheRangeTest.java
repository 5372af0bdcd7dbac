package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static dev.sekisho.blackbox.CacheRig.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Parts of what is stored. */
class CacheRangeTest {

    private static final String[] FIELDS = {
        "Cache-Control: max-age=600",
        "ETag: \"1\"",
        "Content-Type: text/x",
        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"
    };

    @Test
    void partsComeFromTheStoredWhole() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> ok("0123456789", FIELDS))) {
            rig.get("/a");
            Message part = rig.get("/a", "Range: bytes=2-4");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("234");
            assertThat(part.field("Content-Range")).contains("bytes 2-4/10");
            assertThat(part.field("Content-Length")).contains("3");
            assertThat(rig.get("/a", "Range: bytes=-2").text()).isEqualTo("89");
            Message none = rig.get("/a", "Range: bytes=10-");
            assertThat(none.status()).isEqualTo(416);
            assertThat(none.field("Content-Range")).contains("bytes */10");
            assertThat(none.body()).isEmpty();
            Message several = rig.get("/a", "Range: bytes=0-0,9-9");
            assertThat(several.status()).isEqualTo(206);
            String type = several.field("Content-Type").orElseThrow();
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            String line = "--" + type.substring(type.indexOf('=') + 1);
            assertThat(several.text())
                    .isEqualTo("\r\n" + line + "\r\nContent-Type: text/x\r\nContent-Range: bytes 0-0/10\r\n\r\n0\r\n"
                            + line + "\r\nContent-Type: text/x\r\nContent-Range: bytes 9-9/10\r\n\r\n9\r\n" + line
                            + "--\r\n");
            assertThat(rig.get("/a", "Range: bytes=2-4", "If-Range: \"1\"").status())
                    .isEqualTo(206);
            assertThat(rig.get("/a", "Range: bytes=2-4", "If-Range: \"2\"").text())
                    .isEqualTo("0123456789");
            assertThat(rig.get("/a", "Range: bytes=2-4", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT")
                            .status())
                    .isEqualTo(206);
            assertThat(rig.get("/a", "Range: bytes=4-2").status()).isEqualTo(200);
            assertThat(rig.get("/a", "Range: bytes=0-5,3-7").status()).isEqualTo(200);
            assertThat(rig.asked()).isEqualTo(1);
        }
    }

    @Test
    void aPartOfWhatIsNotStoredPassesWhileTheWholeIsFetched() throws IOException {
        try (CacheRig rig = CacheRig.start(
                "{}",
                r -> r.has("Range")
                        ? CacheRig.response(206, "23", "Content-Range: bytes 2-3/10", "Cache-Control: max-age=600")
                        : ok("0123456789", FIELDS))) {
            Message first = rig.get("/a", "Range: bytes=2-3");
            assertThat(status(first)).isEqualTo("BYPASS");
            assertThat(first.text()).isEqualTo("23");
            TestGateway.await("the whole", Duration.ofSeconds(30), () -> {
                try {
                    return rig.status("/a", "Range: bytes=4-5").equals("HIT");
                } catch (IOException e) {
                    return false;
                }
            });
            assertThat(rig.get("/a").text()).isEqualTo("0123456789");
            assertThat(rig.requests().stream().filter(r -> !r.has("Range"))).hasSize(1);
        }
    }
}
