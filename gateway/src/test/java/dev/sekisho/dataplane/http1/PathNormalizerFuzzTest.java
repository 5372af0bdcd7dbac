package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.PathNormalizer;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A path has one normal form, which is its own normal form, and holds nothing that two servers read in two ways. */
class PathNormalizerFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void paths(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "paths", PathNormalizerFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        byte[] path = ("/" + new String(input, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        if (TargetRules.endOfTarget(path, 0, path.length) != path.length) {
            return false; // no target, so nobody asks
        }
        String before = new String(path, StandardCharsets.ISO_8859_1);
        String normal = normal(path);
        if (PathNormalizer.isNormal(path, 0, path.length)) {
            assertThat(normal).isEqualTo(before);
        }
        if (normal.isEmpty()) {
            return false;
        }
        assertThat(normal(normal.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(normal);
        assertThat(normal)
                .startsWith("/")
                .doesNotContain("//", "\\", "/./", "/../")
                .doesNotContainPattern("/\\.{1,2}(;.*)?$")
                .doesNotContainPattern("%(?![0-9A-F]{2})")
                .doesNotContainPattern("%(2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])")
                .doesNotContainPattern("%([01][0-9A-F]|7F)");
        return true;
    }

    /** Empty where there is none. */
    private static String normal(byte[] path) {
        RequestHead head = new RequestHead();
        head.headers().reserve(path.length);
        System.arraycopy(path, 0, head.headers().bytes(), 0, path.length);
        head.headers().advance(path.length);
        Reason found = PathNormalizer.normalise(head, 0, path.length);
        return found == Reason.NONE
                ? Wires.ascii(head.headers(), path.length, head.headers().end())
                : "";
    }
}
