package dev.sekisho.policy.reversemapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.CookieFlags;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Flag;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.InFront;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fields of a backend stay fields: none is added, what was mapped is gone, and what fits nothing is as it was. */
class ReverseMappingFuzzTest {

    private static final Policy POLICY = new ReverseMapping()
            .create(new ReverseMappingConfig(
                    List.of(new Mapping("http://back/", "/")),
                    List.of(new Mapping("back", "www")),
                    List.of(new Mapping("/two/", "/")),
                    List.of(new CookieFlags("one", List.of(Flag.SECURE, Flag.NO_HTTPONLY))),
                    InFront.NONE));
    private static final ChainHarness HARNESS = new ChainHarness();
    private static final Pattern DOMAIN = Pattern.compile("(?i);[\\t ]*domain[\\t ]*=[\\t ]*\\.?back[\\t ]*(;|$)");
    private static final Pattern CHANGING = Pattern.compile("(?i)(domain|path)[\\t ]*=|^[;\\t ]*one[\\t ]*(=|;|$)");

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", ReverseMappingFuzzTest::check);
    }

    /** A value of Set-Cookie, and one of Location. */
    private static boolean check(byte[] input) {
        String[] values = new String(input, StandardCharsets.ISO_8859_1).split("\u001f", 2);
        String cookie = values[0];
        String location = values.length > 1 ? values[1] : "";
        if (!(cookie + location).matches("[\\t -~\\x80-\\xff]*")) {
            return false; // the parser lets no such value through
        }
        HARNESS.backend(302, "Set-Cookie", cookie, "Location", location);
        ChainRunner.start(HARNESS.exchange(POLICY));
        List<String> lines = HARNESS.fields().lines().toList();
        assertThat(lines).hasSize(2);
        String written = value(lines, "Set-Cookie: ");
        String goes = value(lines, "Location: ");
        assertThat(goes).isEqualTo(location.startsWith("http://back/") ? location.substring(11) : location);
        assertThat(DOMAIN.matcher(written).find()).isFalse();
        if (!CHANGING.matcher(cookie).find()) {
            assertThat(written).isEqualTo(cookie);
        }
        return !written.equals(cookie) || !goes.equals(location);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }
}
