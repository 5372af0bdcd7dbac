package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KEYS = List.of("listeners", "upstreams", "routes", "policies", "to");

    @ParameterizedTest
    @CsvSource({
        "listener, listeners",
        "lsiteners, listeners",
        "Routes, routes",
        "route, routes",
        "tp, to",
        "ot, to",
        "upstraems, upstreams",
    })
    void findsWhatWasMeant(String name, String meant) {
        assertThat(Nearest.of(name, KEYS)).contains(meant);
    }

    @Test
    void farNamesHaveNoNearest() {
        assertThat(Nearest.of("telemetry", KEYS)).isEmpty();
        assertThat(Nearest.of("", KEYS)).isEmpty();
        assertThat(Nearest.of("x".repeat(1_000_000), List.of("x".repeat(1_000_001))))
                .isEmpty();
    }

    @Test
    void fixListsAFewCandidates() {
        assertThat(Nearest.fix("telemetry", KEYS)).isEqualTo("known: listeners, upstreams, routes, policies, to");
        assertThat(Nearest.fix("a", List.of())).isEmpty();
    }
}
