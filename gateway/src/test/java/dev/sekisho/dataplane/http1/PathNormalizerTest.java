package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.PathNormalizer;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each path has one normal form, and only one. */
class PathNormalizerTest {

    private static final String[] PIECES = {
        "/",
        "//",
        ".",
        "..",
        "a",
        "b;x=1",
        "%2e",
        "%2E",
        "%2f",
        "%5C",
        "%41",
        "%7e",
        "%25",
        "%252e",
        "%00",
        "%zz",
        "%c3%a9",
        "%c0%ae",
        "~",
        ";",
        "%3b",
        "%",
        "\\",
        "*",
        "%ff",
        "%ed%a0%80",
        "%f0%9f%98%80"
    };

    /** The normal form, or the reason why there is none. */
    private static String normal(String path) {
        RequestHead head = new RequestHead();
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        head.headers().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.headers().bytes(), 0, bytes.length);
        head.headers().advance(bytes.length);
        Reason found = PathNormalizer.normalise(head, 0, bytes.length);
        return found == Reason.NONE
                ? Wires.ascii(head.headers(), bytes.length, head.headers().end())
                : found.code();
    }

    private static boolean isNormal(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        return PathNormalizer.isNormal(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, /",
        "/a//b///c, /a/b/c",
        "/a/, /a/",
        "/a/., /a/",
        "/a/./b, /a/b",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/b/../c, /a/c",
        "/a/b/../../c, /c",
        "/.../a, /.../a",
        "/.well-known/x, /.well-known/x",
        "/..a, /..a",
        "/a.., /a..",
        "/a;x=1/../b, /b",
        "/%41%7E%2D, /A~-",
        "/%2e/a, /a",
        "/a/%2E%2e/b, /b",
        "/%252e%252e/a, /%252e%252e/a",
        "/a%3fb%23c, /a%3Fb%23c",
        "/a%2fb, /a%2Fb",
        "/%c3%a9, /%C3%A9",
        "/%f0%9f%98%80, /%F0%9F%98%80",
        "/.., path.above_root",
        "/a/../.., path.above_root",
        "/a//../.., path.above_root",
        "/%2e%2e, path.above_root",
        "/..;/a, path.encoding",
        "/.;/a, path.encoding",
        "/a/..;x=1, path.encoding",
        "/a%, path.encoding",
        "/a%4, path.encoding",
        "/a%4g, path.encoding",
        "/a%+1, path.encoding",
        "/a%00, path.encoding",
        "/a%1f, path.encoding",
        "/a%7f, path.encoding",
        "/a%80, path.encoding",
        "/a%c3, path.encoding",
        "/a%c3x, path.encoding",
        "/a%c3%28, path.encoding",
        "/a%c0%af, path.encoding",
        "/a%e0%80%af, path.encoding",
        "/a%ed%a0%80, path.encoding",
        "/a%f4%90%80%80, path.encoding",
        "/a\\b, path.separator",
        "/a/..%2fb, path.encoding",
        "/a/%2e%2E%5cb, path.encoding",
        "/a%2f.., path.encoding",
        "/a%2f../b, path.encoding",
        "/a%5c%2e%2fb, path.encoding",
        "/a%2f..;x/b, path.encoding",
        "/a%2f..b, /a%2F..b",
        "/a%252f.., /a%252f..",
    })
    void table(String path, String normal) {
        assertThat(normal(path)).isEqualTo(normal);
    }

    @Test
    void normalFormsStayAsTheyAre() {
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(8); n > 0; n--) {
                path.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String normal = normal(path.toString());
            if (normal.startsWith("/")) {
                assertThat(normal(normal)).as("%s", path).isEqualTo(normal);
                assertThat(normal).doesNotContain("//").doesNotContain("/../").doesNotContain("/./");
                assertThat(normal).doesNotEndWith("/..").doesNotEndWith("/.");
            }
            if (isNormal(path.toString())) {
                assertThat(normal).isEqualTo(path.toString()); // the quick look says so only where it is true
            }
        }
    }
}
