package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import dev.sekisho.policy.compression.CompressionConfig.EntityTag;
import dev.sekisho.policy.compression.CompressionConfig.Flush;
import dev.sekisho.policy.compression.CompressionConfig.Forwarded;
import dev.sekisho.policy.compression.CompressionConfig.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which statuses, and responses to which requests. */
class CandidatesTest {

    private final ChainHarness harness = new ChainHarness();

    private static Candidates candidates(List<StatusPattern> statuses, Requests requests) {
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
                        requests));
    }

    private Exchange answered(int status, int minor, boolean via) {
        Exchange x = harness.exchange();
        x.request().minorVersion(minor);
        if (via) {
            ChainHarness.field(x.request().headers(), "Via", "1.1 proxy");
        }
        x.response().status(status);
        x.response().contentLength(100);
        ChainHarness.field(x.response().headers(), "Content-Type", "text/html");
        return x;
    }

    @Test
    void statuses() {
        Candidates some = candidates(List.of(new StatusPattern(200, 200), new StatusPattern(400, 499)), Requests.ALL);
        assertThat(some.include(answered(200, 1, false))).isTrue();
        assertThat(some.include(answered(404, 1, false))).isTrue();
        assertThat(some.include(answered(201, 1, false))).isFalse();
        assertThat(some.include(answered(500, 1, false))).isFalse();
        assertThat(candidates(List.of(), Requests.ALL).include(answered(500, 1, false))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, 0, true, true",
        "DIRECT, 0, false, true",
        "DIRECT, 1, true, false",
        "MODERN, 1, true, true",
        "MODERN, 0, false, false",
        "MODERN_DIRECT, 1, false, true",
        "MODERN_DIRECT, 1, true, false",
        "MODERN_DIRECT, 0, false, false"
    })
    void requests(Requests requests, int minor, boolean via, boolean included) {
        assertThat(candidates(List.of(), requests).include(answered(200, minor, via)))
                .isEqualTo(included);
    }
}
