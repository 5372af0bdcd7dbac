package dev.sekisho.policy.responsestatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.StatusPattern;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseStatusTest {

    private final ResponseStatus type = new ResponseStatus();
    private final ChainHarness harness = new ChainHarness();

    private static ResponseStatusConfig map(Object... pairs) {
        Map<StatusPattern, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(StatusPattern.parse((String) pairs[i]), (Integer) pairs[i + 1]);
        }
        return new ResponseStatusConfig(map);
    }

    @ParameterizedTest
    @CsvSource({"404, 200", "500, 599", "503, 599", "505, 502", "599, 502", "200, 200", "403, 403"})
    void theFirstThatFitsCounts(int before, int after) {
        harness.backend(before);
        ChainRunner.start(harness.exchange(type.create(map("404", 200, "500-504", 599, "5xx", 502))));
        assertThat(harness.status()).isEqualTo(after);
    }

    /** Else the client would wait for a body that never comes. */
    @Test
    void theLengthOfABodyThatIsElsewhereGoes() {
        harness.backend(304, "Content-Length", "4", "ETag", "\"e\"");
        ChainRunner.start(harness.exchange(type.create(map("304", 200))));
        assertThat(harness.status()).isEqualTo(200);
        assertThat(harness.fields()).contains("ETag").doesNotContain("Content-Length");
    }

    @ParameterizedTest
    @CsvSource({"204", "205", "206", "304", "199", "600", "100", "0", "-1"})
    void refusesStatusesThatABodyCannotFollow(int status) {
        assertThatThrownBy(() -> type.create(map("404", status)))
                .hasMessage("map.404: " + status + " (expected: 200 to 599, but not 204, 205, 206 and 304)");
    }

    @Test
    void refusesInterimStatusesAndNothing() {
        assertThatThrownBy(() -> type.create(map("1xx", 200)))
                .hasMessage("map.1xx: 200 (expected: a status from 200 on; interim responses are not changed)");
        assertThatThrownBy(() -> type.create(map())).hasMessageStartingWith("map: empty (expected: ");
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(map("404", 200, "5xx", 502))).isEqualTo("404 becomes 200, 5xx becomes 502");
    }

    @Test
    void allocatesNothing() {
        harness.backend(503).quiet();
        ServedRoute route =
                harness.exchange(type.create(map("404", 200, "5xx", 502))).route();
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isLessThan(0.1);
    }
}
