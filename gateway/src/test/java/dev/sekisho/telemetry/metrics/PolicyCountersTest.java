package dev.sekisho.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyCountersTest {

    private final MetricsRegistry registry = new MetricsRegistry(1);
    private final PolicyCounters counters = new PolicyCounters(registry);

    private void count(String route) {
        counters.counter("api_gateway_refused_total", "Refused.", List.of("route"), List.of(route))
                .increment();
    }

    private String page() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MetricsPage(registry).render("").writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_same_labels_count_together() throws IOException {
        count("a");
        count("b");
        count("a");
        assertThat(page())
                .contains("api_gateway_refused_total{route=\"a\"} 2", "api_gateway_refused_total{route=\"b\"} 1");
    }

    @Test
    void too_many_combinations_are_counted_as_one() throws IOException {
        for (int i = 0; i < PolicyCounters.MAX_SERIES + 7; i++) {
            count("r" + i);
        }
        assertThat(page()).contains("api_gateway_refused_total{route=\"(other)\"} 7");
    }

    @Test
    void values_must_fit_the_labels() {
        assertThatThrownBy(() -> counters.counter("api_gateway_x_total", "X.", List.of("a", "b"), List.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("api_gateway_x_total: 1 values (expected: one for each of [a, b])");
    }
}
