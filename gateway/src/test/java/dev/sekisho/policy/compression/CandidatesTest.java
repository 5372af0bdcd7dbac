package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import dev.sekisho.policy.compression.CompressionConfig.Choice;
import dev.sekisho.policy.compression.CompressionConfig.EntityTag;
import dev.sekisho.policy.compression.CompressionConfig.Flush;
import dev.sekisho.policy.compression.CompressionConfig.Forwarded;
import dev.sekisho.policy.compression.CompressionConfig.Proxied;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which statuses, and responses to which requests. */
class CandidatesTest {

    private final ChainHarness harness = new ChainHarness();

    private static Candidates candidates(List<StatusPattern> statuses, boolean http10, Proxied... proxied) {
        return new Candidates(
                MediaTypes.of("types", List.of("*/*")),
                new CompressionConfig(
                        List.of(Algorithm.GZIP),
                        List.of(),
                        new Size(1),
                        1,
                        4,
                        EntityTag.WEAKEN,
                        Flush.AUTO,
                        Forwarded.PASS,
                        1,
                        statuses,
                        List.of(proxied),
                        http10,
                        Choice.WEIGHTS,
                        true),
                InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    }

    private Exchange answered(int status, int minor) {
        Exchange x = harness.exchange();
        x.request().minorVersion(minor);
        x.response().status(status);
        x.response().contentLength(100);
        ChainHarness.field(x.response().headers(), "Content-Type", "text/html");
        return x;
    }

    private Exchange proxied(String request, String... response) {
        Exchange x = answered(200, 1);
        ChainHarness.field(x.request().headers(), "Via", "1.1 proxy");
        if (!request.isEmpty()) {
            ChainHarness.field(x.request().headers(), request, "x");
        }
        for (int i = 0; i < response.length; i += 2) {
            ChainHarness.field(x.response().headers(), response[i], response[i + 1]);
        }
        return x;
    }

    @Test
    void statuses() {
        Candidates some = candidates(List.of(new StatusPattern(200, 200), new StatusPattern(400, 499)), true);
        assertThat(some.include(answered(200, 1))).isTrue();
        assertThat(some.include(answered(404, 1))).isTrue();
        assertThat(some.include(answered(201, 1))).isFalse();
        assertThat(some.include(answered(500, 1))).isFalse();
        assertThat(candidates(List.of(), true).include(answered(500, 1))).isTrue();
    }

    @Test
    void versions() {
        assertThat(candidates(List.of(), false).include(answered(200, 1))).isTrue();
        assertThat(candidates(List.of(), false).include(answered(200, 0))).isFalse();
        assertThat(candidates(List.of(), true).include(answered(200, 0))).isTrue();
    }

    @Test
    void whatNoProxySentIsCompressedWhateverTheRules() {
        assertThat(candidates(List.of(), true, Proxied.OFF).include(answered(200, 1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ANY, '', '', '', true",
        "OFF, '', '', '', false",
        "AUTH, Authorization, Expires, 'Wed, 01 Jan 2031 00:00:00 GMT', true",
        "AUTH, '', Expires, 'Wed, 01 Jan 2031 00:00:00 GMT', false",
        "AUTH, '', '', '', true",
        "EXPIRED, '', Expires, 'Wed, 31 Dec 2025 00:00:00 GMT', true",
        "EXPIRED, '', Expires, 'Fri, 02 Jan 2026 00:00:00 GMT', false",
        "EXPIRED, '', Expires, '-1', false",
        "EXPIRED, '', Cache-Control, 'no-store', false",
        "NO_STORE, '', Cache-Control, 'no-cache, No-Store', true",
        "NO_CACHE, '', Cache-Control, 'no-cache, No-Store', true",
        "PRIVATE, '', Cache-Control, 'no-cache, No-Store', false",
        "NO_LAST_MODIFIED, '', Last-Modified, 'x', false",
        "NO_LAST_MODIFIED, '', ETag, 'x', true",
        "NO_ETAG, '', ETag, 'x', false"
    })
    void rulesForProxies(Proxied rule, String request, String name, String value, boolean included) {
        Exchange x = name.isEmpty() ? proxied(request) : proxied(request, name, value);
        assertThat(candidates(List.of(), true, rule).include(x)).isEqualTo(included);
    }
}
