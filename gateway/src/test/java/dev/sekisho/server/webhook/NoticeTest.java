package dev.sekisho.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.breaker.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoticeTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static String json(Happening what) {
        return new Notice(TIME, what).json("1", "n");
    }

    @Test
    void bodiesHoldWhatIsKnown() {
        String head = "\"id\":\"1\",\"time\":\"2026-01-02T03:04:05.678Z\",\"node\":\"n\"";
        assertThat(json(new Happening.StateChange("a", State.OPEN, State.HALF_OPEN)))
                .isEqualTo("{\"event\":\"stateChange\"," + head
                        + ",\"breaker\":\"a\",\"from\":\"open\",\"to\":\"half-open\"}");
        assertThat(json(new Happening.Trip("a"))).isEqualTo("{\"event\":\"trip\"," + head + ",\"breaker\":\"a\"}");
        assertThat(json(new Happening.Recovery("a"))).contains("\"event\":\"recovery\"");
        assertThat(json(new Happening.Rejected("a", 7))).endsWith(",\"breaker\":\"a\",\"count\":7}");
        assertThat(json(new Happening.Health("a", "t:1", true, "w"))).contains("\"event\":\"healthy\"");
        assertThat(json(new Happening.Health("a", "t:1", false, "w")))
                .isEqualTo(
                        "{\"event\":\"unhealthy\"," + head + ",\"upstream\":\"a\",\"target\":\"t:1\",\"why\":\"w\"}");
    }

    @Test
    void controlsAndQuotesInNamesAreEscaped() {
        assertThat(json(new Happening.Health("a\r\nb", "\"t\\", false, "\u001b[31m\u0000")))
                .contains("\"a\\r\\nb\"", "\"\\\"t\\\\\"", "\"\\u001b[31m\\u0000\"")
                .doesNotContain("\r", "\n", "\u001b", "\u0000");
    }

    /** The second test case of RFC 4231. */
    @Test
    void signatureIsHmacSha256() {
        byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.of(body, "Jefe"))
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
