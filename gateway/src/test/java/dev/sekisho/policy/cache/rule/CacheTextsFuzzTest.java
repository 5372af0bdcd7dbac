package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.conditional.ByteRanges;
import dev.sekisho.dataplane.conditional.EntityTag;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a client or a backend writes into fields of caching is read without error, and gives only what can be given. */
class CacheTextsFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long WHOLE = 1000;

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", CacheTextsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        CacheControl control = CacheControl.parse(List.of(text));
        control.directives().keySet().forEach(name -> {
            assertThat(name).isEqualTo(name.strip()).isNotEmpty();
            assertThat(control.seconds(name).orElse(0)).isBetween(0L, CacheControl.MAX_SECONDS);
        });
        Optional<CacheControl> targeted = TargetedControl.cdn(List.of(text));
        TargetedControl.surrogate(List.of(text));
        Optional<Instant> date = HttpTime.parse(text, NOW);
        date.ifPresent(
                time -> assertThat(HttpTime.parse(HttpTime.format(time), NOW)).hasValue(time));
        Optional<EntityTag> tag = EntityTag.parse(text);
        tag.ifPresent(own -> assertThat(own.matches(own)).isTrue());
        Optional<ByteRanges> ranges = ByteRanges.parse(text, WHOLE);
        ranges.ifPresent(CacheTextsFuzzTest::fits);
        return targeted.isPresent() || date.isPresent() || tag.isPresent() || ranges.isPresent();
    }

    private static void fits(ByteRanges ranges) {
        long sum = 0;
        for (ByteRanges.Range range : ranges.ranges()) {
            assertThat(range.from()).isBetween(0L, WHOLE - 1);
            assertThat(range.length()).isBetween(1L, WHOLE - range.from());
            sum += range.length();
        }
        assertThat(sum).as("never more than the whole").isLessThanOrEqualTo(WHOLE);
    }
}
