package dev.sekisho.policy.responseheaders;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.policy.responseheaders.Lifetime.From;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Times are read as an expression for all of them reads them. */
class LifetimeFuzzTest {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,10}y *)?(\\d{1,10}M *)?(\\d{1,10}w *)?(\\d{1,10}d *)?(\\d{1,10}h *)?(\\d{1,10}m *)?(\\d{1,10}s? *)?");
    private static final long[] SECONDS = {31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1};

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", LifetimeFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Optional<Lifetime> read = Lifetime.parse(text);
        if (!text.matches("[ -~]*")) {
            return false;
        }
        assertThat(read).isEqualTo(other(text.strip()));
        return read.isPresent();
    }

    private static Optional<Lifetime> other(String text) {
        Optional<From> word = switch (text) {
            case "off" -> Optional.of(From.OFF);
            case "epoch" -> Optional.of(From.EPOCH);
            case "max" -> Optional.of(From.MAX);
            default -> Optional.empty();
        };
        if (word.isPresent()) {
            return word.map(from -> new Lifetime(from, 0));
        }
        if (text.startsWith("@")) {
            long seconds = seconds(text.substring(1));
            return seconds < 0 || seconds > 86_400
                    ? Optional.empty()
                    : Optional.of(new Lifetime(From.MIDNIGHT, seconds));
        }
        Matcher form = Pattern.compile("(modified +)?([+-]?)(.*)").matcher(text);
        assertThat(form.matches()).isTrue();
        long seconds = seconds(form.group(3));
        From from = form.group(1) == null ? From.NOW : From.MODIFIED;
        return seconds < 0
                ? Optional.empty()
                : Optional.of(new Lifetime(from, form.group(2).equals("-") ? -seconds : seconds));
    }

    private static long seconds(String text) {
        Matcher time = TIME.matcher(text);
        if (text.isEmpty() || !time.matches()) {
            return -1;
        }
        double total = 0;
        for (int i = 0; i < SECONDS.length; i++) {
            String part = time.group(i + 1);
            total += part == null ? 0 : Double.parseDouble(part.replaceAll("[^0-9]", "")) * SECONDS[i];
        }
        return total > (1L << 32) ? -1 : (long) total;
    }
}
