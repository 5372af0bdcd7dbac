package dev.sekisho.policy.responseheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Charset;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Expires;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expires, Cache-Control and charsets. */
class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-01-31T22:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final ResponseHeaders type = new ResponseHeaders();
    private final ChainHarness harness = new ChainHarness();

    private static ResponseHeadersConfig config(Optional<Charset> charset, Optional<Expires> expires) {
        return new ResponseHeadersConfig(
                List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), charset, expires, List.of());
    }

    private static ResponseHeadersConfig expires(String value) {
        return config(Optional.empty(), Optional.of(new Expires(value, List.of())));
    }

    private String after(int status, ResponseHeadersConfig config, String... fields) {
        harness.backend(status, fields);
        ChainRunner.start(harness.exchange(type.create(config, CLOCK)));
        return harness.fields();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "24h|Sun, 01 Feb 2026 22:00:00 GMT|max-age=86400",
                "1y 2M 1w3d4h5m6|Mon, 12 Apr 2027 02:05:06 GMT|max-age=37598706",
                "+90|Sat, 31 Jan 2026 22:01:30 GMT|max-age=90",
                "0|Sat, 31 Jan 2026 22:00:00 GMT|max-age=0",
                "-1|Sat, 31 Jan 2026 21:59:59 GMT|no-cache",
                "epoch|Thu, 01 Jan 1970 00:00:01 GMT|no-cache",
                "max|Thu, 31 Dec 2037 23:55:55 GMT|max-age=315360000",
                "modified +1d|Sat, 31 Jan 2026 23:00:00 GMT|max-age=3600",
                "modified -1d|Thu, 29 Jan 2026 23:00:00 GMT|no-cache",
                "modified 1h|Sat, 31 Jan 2026 00:00:00 GMT|no-cache"
            })
    void saysHowLongItMayBeKept(String value, String expires, String control) {
        assertThat(after(
                        200,
                        expires(value),
                        "Last-Modified",
                        "Fri, 30 Jan 2026 23:00:00 GMT",
                        "Expires",
                        "old",
                        "Cache-Control",
                        "old",
                        "cache-control",
                        "older"))
                .isEqualTo("Last-Modified: Fri, 30 Jan 2026 23:00:00 GMT\nExpires: " + expires + "\nCache-Control: "
                        + control + "\n");
    }

    @Test
    void withoutLastModifiedItCountsFromNow() {
        assertThat(after(200, expires("modified 1h"))).contains("Cache-Control: max-age=3600\n");
        assertThat(after(200, expires("modified 1h"), "Last-Modified", "yesterday"))
                .contains("Cache-Control: max-age=3600\n");
    }

    @ParameterizedTest
    @CsvSource({"@23h, 3600", "@22h30m, 1800", "@22h, 86400", "@21h59m59, 86399", "@0, 7200", "@24h, 7200"})
    void aTimeOfDayIsTheNextOne(String value, long seconds) {
        Freshness utc = Freshness.of(new Expires(value, List.of()), CLOCK);
        Freshness there = new Freshness(utc.value(), utc.fixed(), utc.statuses(), CLOCK, ZoneId.of("UTC"));
        Exchange x = harness.exchange();
        x.response().status(200);
        there.apply(x);
        assertThat(x.response().headers().toString()).contains("Cache-Control: max-age=" + seconds + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 206, 301, 302, 303, 304, 307, 308})
    void usualStatusesAreToldOf(int status) {
        assertThat(after(status, expires("1h"))).contains("max-age");
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 203, 300, 400, 404, 500})
    void othersAreNot(int status) {
        assertThat(after(status, expires("1h"))).isEmpty();
    }

    @Test
    void whatARequestGivesIsReadThenAndNothingElseChanges() {
        for (String hostile :
                List.of("", "1", "x", "1h1d", "9999999999y", "modified", "@25h", "off", "--1", "1\u00e9")) {
            harness.backend(200, "Cache-Control", "old");
            Exchange x = harness.exchange(type.create(expires("{header.X-Time}"), CLOCK));
            ChainHarness.field(x.request().headers(), "X-Time", hostile);
            ChainRunner.start(x);
            assertThat(harness.fields())
                    .as(hostile)
                    .isEqualTo(
                            hostile.equals("1")
                                    ? "Expires: Sat, 31 Jan 2026 22:00:01 GMT\nCache-Control: max-age=1\n"
                                    : "Cache-Control: old\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1h1d", "1.5h", "modified", "modified @1h", "@25h", "1h ago", "9999999999y"})
    void whatIsNoTimeIsRefused(String value) {
        assertThatThrownBy(() -> type.create(expires(value), CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expires.value: ");
    }

    @Test
    void charsetsAreNamedWhereNoneIs() {
        ResponseHeadersConfig utf8 = config(Optional.of(new Charset("utf-8", List.of())), Optional.empty());
        assertThat(after(404, utf8, "content-type", "text/html")).isEqualTo("Content-Type: text/html; charset=utf-8\n");
        assertThat(after(200, utf8, "Content-Type", "text/html; Charset=x"))
                .isEqualTo("Content-Type: text/html; Charset=x\n");
        assertThat(after(200, utf8, "Content-Type", "text/css")).isEqualTo("Content-Type: text/css\n");
        assertThat(after(200, utf8)).isEmpty();
        ResponseHeadersConfig asked =
                config(Optional.of(new Charset("{header.X-Charset}", List.of("text/css"))), Optional.empty());
        assertThat(after(200, asked, "Content-Type", "text/css")).isEqualTo("Content-Type: text/css\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "\"x\""})
    void whatIsNoCharsetIsRefused(String name) {
        ResponseHeadersConfig config = config(Optional.of(new Charset(name, List.of())), Optional.empty());
        assertThatThrownBy(() -> type.create(config, PolicyContext.OFFLINE)).hasMessageStartingWith("charset.name: ");
    }
}
