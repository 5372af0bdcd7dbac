package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.ByteRanges;
import dev.sekisho.dataplane.conditional.Conditions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Headers stored = Heads.fields(
            "ETag: \"1\"", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "Date: Thu, 01 Jan 2026 00:00:00 GMT");

    private boolean notModified(String... request) {
        return Conditions.notModified(Heads.fields(request), stored, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"0\", \"1\"", "*", "bad, \"1\""})
    void tagsAreComparedWeakly(String tags) {
        assertThat(notModified("If-None-Match: " + tags)).isTrue();
    }

    @Test
    void ifNoneMatchOverrulesIfModifiedSince() {
        assertThat(notModified("If-None-Match: \"2\"", "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"))
                .isFalse();
        assertThat(notModified("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"))
                .isTrue();
        assertThat(notModified("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT"))
                .isFalse();
        assertThat(notModified("If-Modified-Since: yesterday")).isFalse();
    }

    @Test
    void withoutLastModifiedTheDateCounts() {
        Headers dated = Heads.fields("Date: Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(Conditions.notModified(Heads.fields("If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"), dated, NOW))
                .isTrue();
    }

    @Test
    void ifRangeIsComparedStrongly() {
        assertThat(Conditions.rangeCounts(Heads.fields("If-Range: \"1\""), stored, NOW))
                .isTrue();
        assertThat(Conditions.rangeCounts(Heads.fields("If-Range: W/\"1\""), stored, NOW))
                .isFalse();
        assertThat(Conditions.rangeCounts(Heads.fields("If-Range: Sun, 06 Nov 1994 08:49:37 GMT"), stored, NOW))
                .isTrue();
        assertThat(Conditions.rangeCounts(Heads.fields("If-Range: Sun, 06 Nov 1994 08:49:38 GMT"), stored, NOW))
                .isFalse();
        Headers young =
                Heads.fields("Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT", "Date: Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(Conditions.rangeCounts(Heads.fields("If-Range: Thu, 01 Jan 2026 00:00:00 GMT"), young, NOW))
                .as("a date of the same second is weak")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "If-Match: *,false",
        "'If-Match: \"0\", \"1\"',false",
        "If-Match: \"2\",true",
        "If-Match: W/\"1\",true",
        "'If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT',false",
        "'If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT',true",
        "If-Unmodified-Since: yesterday,false"
    })
    void conditionsForChanges(String field, boolean failed) {
        assertThat(Conditions.failed(Heads.fields(field), stored, NOW)).isEqualTo(failed);
    }

    @Test
    void whatOnlyTheOriginEvaluates() {
        assertThat(Conditions.areForOrigin(Heads.fields("If-Match: *"))).isTrue();
        assertThat(Conditions.areForOrigin(Heads.fields("If-Unmodified-Since: x")))
                .isTrue();
        assertThat(Conditions.areForOrigin(Heads.fields("If-None-Match: *"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0:1",
        "BYTES=2-4,2:3",
        "bytes=5-,5:5",
        "bytes=-3,7:3",
        "bytes=-30,0:10",
        "bytes=9-99,9:1",
        "'bytes=0-0, 9-9',0:1 9:1",
        "'bytes=,0-0,',0:1",
        "bytes=10-,''",
        "bytes=-0,''",
        "'bytes=0-1,20-30',0:2",
        "bytes=99999999999999999999-,''"
    })
    void ranges(String field, String expected) {
        assertThat(String.join(
                        " ",
                        ByteRanges.parse(field, 10).orElseThrow().ranges().stream()
                                .map(range -> range.from() + ":" + range.length())
                                .toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=4-2",
                "bytes=a-b",
                "lines=0-1",
                "bytes=0-5,3-7",
                "bytes=1 - 2",
                "0-1",
                "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6"
            })
    void rangesThatAreIgnored(String field) {
        assertThat(ByteRanges.parse(field, 10)).isEmpty();
    }
}
