package dev.sekisho.dataplane.upstream.retry;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import io.netty.handler.codec.DateFormatter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Times in fields are read as their grammars say, and as nothing where they do not fit. */
class TimesFuzzTest {

    private static final Pattern GRPC = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final Map<String, Long> UNITS = Map.of(
            "H", 3_600_000_000_000L, "M", 60_000_000_000L, "S", 1_000_000_000L, "m", 1_000_000L, "u", 1_000L, "n", 1L);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final long NOW = 1_700_000_000_000L;

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void values(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "values", TimesFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        long after = RetryAfter.nanos(input, 0, input.length, NOW);
        if (value.matches("[0-9]+")) {
            assertThat(after).isEqualTo(value.length() > 9 ? -1 : TimeUnit.SECONDS.toNanos(Long.parseLong(value)));
        } else if (after >= 0) {
            Date date = DateFormatter.parseHttpDate(value);
            if (date != null && value.endsWith(" GMT")) {
                assertThat(after).isEqualTo(TimeUnit.MILLISECONDS.toNanos(Math.max(0, date.getTime() - NOW)));
            }
        } else {
            assertThat(after).isEqualTo(-1);
        }
        return deadline(value) || after >= 0;
    }

    private static boolean deadline(String value) {
        if (!value.matches("[\\t -~\\x80-\\xff]*") || value.matches("[\\t ].*|.*[\\t ]")) {
            return false; // the parser lets no such value through
        }
        Matcher grpc = GRPC.matcher(value);
        long expected = -1;
        if (grpc.matches()) {
            expected = new BigInteger(grpc.group(1))
                    .multiply(BigInteger.valueOf(UNITS.getOrDefault(grpc.group(2), 0L)))
                    .min(MOST)
                    .longValue();
        }
        assertThat(Deadline.requested(
                        request("GET", "", "/", "", "grpc-timeout: " + value).request()))
                .isEqualTo(expected);
        long plain = value.matches("[0-9]{1,10}") ? TimeUnit.MILLISECONDS.toNanos(Long.parseLong(value)) : -1;
        assertThat(Deadline.requested(request("GET", "", "/", "", "X-Request-Timeout: " + value)
                        .request()))
                .isEqualTo(plain);
        return expected >= 0 || plain >= 0;
    }
}
