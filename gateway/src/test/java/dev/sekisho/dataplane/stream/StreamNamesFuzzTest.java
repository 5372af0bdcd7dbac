package dev.sekisho.dataplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.model.Address;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Size;
import dev.sekisho.model.SniRoute;
import dev.sekisho.model.StreamLimits;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.model.StreamTimeouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A name that a TLS client asks for finds the upstream that comparing it with every pattern finds. */
class StreamNamesFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void names(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "names", StreamNamesFuzzTest::check);
    }

    private static final List<String> PATTERNS =
            List.of("a.test", "*.a.test", "*.b.a.test", "b.a.test", "xn--bcher-kva.test", "*.c.d.e.test");
    private static final StreamNames NAMES = new StreamNames(new StreamListener(
            "s",
            Address.parse("127.0.0.1:443"),
            StreamProtocol.TCP,
            Optional.of("others"),
            PATTERNS.stream()
                    .map(text -> new SniRoute(List.of(HostPattern.parse(text)), text))
                    .toList(),
            Optional.empty(),
            Optional.empty(),
            new StreamLimits(1, new Size(1_500), Optional.empty()),
            new StreamTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(1)),
            Origin.NONE));

    private static boolean check(byte[] input) {
        String name = new String(input, StandardCharsets.US_ASCII).toLowerCase(Locale.US); // as Netty reads it
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        Optional<String> best = PATTERNS.stream()
                .filter(pattern -> pattern.startsWith("*")
                        ? bare.length() >= pattern.length() && bare.endsWith(pattern.substring(1))
                        : bare.equals(pattern))
                .max(Comparator.<String, Boolean>comparing(pattern -> !pattern.startsWith("*"))
                        .thenComparing(String::length));
        assertThat(NAMES.of(name)).hasValue(best.orElse("others"));
        return best.isPresent();
    }
}
