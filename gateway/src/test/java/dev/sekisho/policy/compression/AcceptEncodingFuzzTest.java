package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Weights of codings are those that a reader made of the grammar finds, whatever a client sends. */
class AcceptEncodingFuzzTest {

    /** RFC 9110 sections 12.4.2 and 12.5.3, with the white space of a list around it. */
    private static final Pattern MEMBER = Pattern.compile(
            "[ \\t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \\t]*;[ \\t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?[ \\t]*");

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", AcceptEncodingFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1).replace('\r', ' ');
        Headers request = new Headers();
        Map<String, Integer> expected = new HashMap<>();
        for (String field : text.split("\n", -1)) {
            ChainHarness.field(request, "Accept-Encoding", field);
            for (String member : field.split(",", -1)) {
                read(member, expected);
            }
        }
        long weights = AcceptEncoding.read(request);
        int star = expected.getOrDefault("*", 0);
        assertThat(AcceptEncoding.weight(weights, Coding.GZIP)).isEqualTo(expected.getOrDefault("gzip", star));
        assertThat(AcceptEncoding.weight(weights, Coding.BR)).isEqualTo(expected.getOrDefault("br", star));
        assertThat(AcceptEncoding.identity(weights))
                .isEqualTo(expected.getOrDefault("identity", AcceptEncoding.UNNAMED));
        return !expected.isEmpty();
    }

    private static void read(String member, Map<String, Integer> into) {
        Matcher matcher = MEMBER.matcher(member);
        if (matcher.matches()) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            String weight = matcher.group(2) == null ? "1" : matcher.group(2);
            into.putIfAbsent(
                    name.equals("x-gzip") ? "gzip" : name, (int) Math.round(Double.parseDouble(weight) * 1000));
        }
    }
}
