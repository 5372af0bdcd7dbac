package dev.sekisho.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.fuzz.Seeds;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cost is what its digits say, within bounds; all else is the usual one. */
class CostsFuzzTest {

    private static final HeaderName NAME = HeaderName.of("X-Cost");
    private static final Costs COSTS =
            new Costs(new RateLimitConfig.Cost(7, Optional.of("X-Cost"), Optional.empty(), 2, 1_000_000));

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void values(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "values", CostsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        Headers head = new Headers();
        head.addChecked(NAME, input, 0, input.length);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int expected = 7;
        boolean number = text.matches("[0-9]+");
        if (number) {
            expected = new BigInteger(text)
                    .max(BigInteger.TWO)
                    .min(BigInteger.valueOf(1_000_000))
                    .intValueExact();
        }
        assertThat(COSTS.of(head)).isEqualTo(expected);
        return number;
    }
}
