package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same as nginx's, which {@code CacheNginxModeTest} plays against the real one. */
class NginxConditionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CHANGED = "Mon, 01 Jan 2024 00:00:00 GMT";

    private static NginxConditions of(String... request) {
        return NginxConditions.of(
                Heads.fields(request), Heads.fields("ETag: W/\"1\"", "Last-Modified: " + CHANGED), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "If-None-Match: \"1\" | NOT_MODIFIED",
                "If-None-Match: \"2\", * | NONE",
                "If-None-Match: * | NOT_MODIFIED",
                "If-Match: \"1\" | FAILED",
                "If-Match: W/\"1\" | NONE",
                "If-Match: * | NONE",
                "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT | NOT_MODIFIED",
                "If-Modified-Since: Mon, 01 Jan 2024 00:00:01 GMT | NONE",
                "If-Modified-Since: yesterday | NONE",
                "If-Unmodified-Since: Mon, 01 Jan 2024 00:00:00 GMT | NONE",
                "If-Unmodified-Since: Sun, 31 Dec 2023 23:59:59 GMT | FAILED",
                "If-Unmodified-Since: yesterday | FAILED",
                "X-Other: 1 | NONE",
            })
    void one(String field, NginxConditions expected) {
        assertThat(of(field)).isEqualTo(expected);
    }

    @Test
    void allOfThemHaveToHold() {
        assertThat(of("If-Modified-Since: " + CHANGED, "If-None-Match: \"1\"")).isEqualTo(NginxConditions.NOT_MODIFIED);
        assertThat(of("If-Modified-Since: " + CHANGED, "If-None-Match: \"2\"")).isEqualTo(NginxConditions.NONE);
        assertThat(of("If-Match: \"2\"", "If-None-Match: \"1\"")).isEqualTo(NginxConditions.FAILED);
    }

    @Test
    void withoutATimeNothingIsUnmodifiedSinceOne() {
        assertThat(NginxConditions.of(
                        Heads.fields("If-Unmodified-Since: " + CHANGED), Heads.fields("ETag: \"1\""), NOW))
                .isEqualTo(NginxConditions.FAILED);
    }
}
