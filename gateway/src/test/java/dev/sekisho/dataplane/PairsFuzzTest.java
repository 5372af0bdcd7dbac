package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Parameters and cookies are found where splitting the text finds them, and escapes are decoded once. */
class PairsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", PairsFuzzTest::check);
    }

    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");
    private static final char END_OF_NAME = '\u001f';

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static String decoded(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    /** The name, then the text that it is looked for in. */
    private static boolean check(byte[] input) {
        String all = text(input, 0, input.length);
        int unit = all.indexOf(END_OF_NAME);
        byte[] name = unit < 0 ? Ascii.bytes("a") : Ascii.bytes(all.substring(0, unit));
        String wanted = text(name, 0, name.length);
        int from = unit + 1;
        String text = all.substring(from);

        List<String> parameters = new ArrayList<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (!part.isEmpty()
                    && decoded(equals < 0 ? part : part.substring(0, equals)).equals(wanted)) {
                parameters.add(equals < 0 ? "" : part.substring(equals + 1));
            }
        }
        assertThat(found(input, from, name, Pairs::parameter)).isEqualTo(parameters);

        List<String> cookies = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals >= 0 && blankless(part.substring(0, equals)).equals(wanted)) {
                cookies.add(blankless(part.substring(equals + 1)));
            }
        }
        assertThat(found(input, from, name, Pairs::cookie)).isEqualTo(cookies);

        String plain = new String(decoded(text).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertThat(Escapes.decode(input, from, input.length)).isEqualTo(plain);
        byte[] bytes = Ascii.bytes(decoded(text));
        assertThat(Escapes.equal(input, from, input.length, bytes)).isTrue();
        return !parameters.isEmpty() || !cookies.isEmpty();
    }

    @FunctionalInterface
    private interface Finder {
        long next(byte[] bytes, int from, int to, byte[] name);
    }

    private static List<String> found(byte[] input, int from, byte[] name, Finder finder) {
        List<String> values = new ArrayList<>();
        long range = finder.next(input, from, input.length, name);
        while (range != Pairs.NOTHING) {
            values.add(text(input, Pairs.start(range), Pairs.end(range)));
            range = finder.next(input, Pairs.end(range), input.length, name);
        }
        return values;
    }

    private static String blankless(String text) {
        return text.replaceAll("^[ \t]+|[ \t]+\\z", "");
    }
}
