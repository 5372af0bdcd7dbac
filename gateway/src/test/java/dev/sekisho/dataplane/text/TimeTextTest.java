package dev.sekisho.dataplane.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final TimeText time = new TimeText();
    private final byte[] out = new byte[TimeText.LENGTH];

    @Test
    void writesWhatTheJdkWrites() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            check(random.nextLong(0, 253_402_300_800_000L)); // to the end of the year 9999
        }
    }

    @Test
    void writesLeapDaysAndTurnsOfTheYear() {
        for (String text : new String[] {
            "1970-01-01T00:00:00.000Z", "2000-02-29T23:59:59.999Z", "2100-02-28T23:59:59.999Z",
            "2100-03-01T00:00:00.000Z", "2028-02-29T00:00:00.001Z", "2026-12-31T23:59:59.999Z"
        }) {
            check(Instant.parse(text).toEpochMilli());
        }
    }

    @Test
    void followsTheClock() {
        Instant before = Instant.now();
        time.write(System.nanoTime(), out, 0);
        Instant read = Instant.parse(new String(out, StandardCharsets.US_ASCII));
        assertThat(read).isBetween(before.minusMillis(1), Instant.now());
    }

    private void check(long millis) {
        time.writeMillis(millis, out, 0);
        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo(FORM.format(Instant.ofEpochMilli(millis)));
    }
}
