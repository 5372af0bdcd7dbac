package dev.sekisho.policy.responseheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ServedRoute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadersTest {

    private final ResponseHeaders type = new ResponseHeaders();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T22:00:00Z"));

    private final ChainHarness harness = new ChainHarness();

    private static ResponseHeadersConfig config(
            List<String> remove, Map<String, String> set, Map<String, String> setIfAbsent, Map<String, String> add) {
        return new ResponseHeadersConfig(remove, Map.of(), Map.of(), set, setIfAbsent, add, Map.of());
    }

    private static final ResponseHeadersConfig USUAL =
            config(List.of("Server"), Map.of("X-Frame-Options", "DENY"), Map.of("Cache-Control", "no-store"), Map.of());

    @Test
    void changes_the_answer_of_the_backend() {
        harness.backend(200, "server", "x/1.0", "X-Frame-Options", "ALLOW", "ETag", "\"1\"");
        ChainRunner.start(harness.exchange(type.create(USUAL, CLOCK)));
        assertThat(harness.fields()).isEqualTo("ETag: \"1\"\nX-Frame-Options: DENY\nCache-Control: no-store\n");
    }

    @Test
    void sets_where_absent_only() {
        harness.backend(200, "cache-control", "max-age=60");
        ChainRunner.start(harness.exchange(type.create(USUAL, CLOCK)));
        assertThat(harness.fields()).isEqualTo("cache-control: max-age=60\nX-Frame-Options: DENY\n");
    }

    @Test
    void renames_before_it_sets_and_adds() {
        ResponseHeadersConfig config = new ResponseHeadersConfig(
                List.of(),
                Map.of("X-Old", "X-New"),
                Map.of(),
                Map.of(),
                Map.of("X-New", "2"),
                Map.of("X-New", "3"),
                Map.of());
        harness.backend(200, "X-Old", "1");
        ChainRunner.start(harness.exchange(type.create(config, CLOCK)));
        assertThat(harness.fields()).isEqualTo("X-New: 1\nX-New: 3\n");
    }

    @Test
    void answers_of_later_policies_and_errors_of_the_gateway_bear_its_fields() {
        Policy refusing = new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                return new Outcome.Reply(Response.of(401));
            }
        };
        ChainRunner.start(harness.exchange(type.create(USUAL, CLOCK), refusing));
        assertThat(harness.status()).isEqualTo(401);
        assertThat(harness.fields()).contains("X-Frame-Options: DENY\n", "Cache-Control: no-store\n");

        ChainRunner.start(harness.exchange(x -> ChainRunner.fail(x, Reason.NO_TARGET), type.create(USUAL, CLOCK)));
        assertThat(harness.status()).isEqualTo(503);
        assertThat(harness.fields()).contains("X-Frame-Options: DENY\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Trailer",
                "Upgrade",
                "TE",
                "Host",
                "X-Request-ID"
            })
    void refuses_fields_that_are_the_gateways_own(String name) {
        List<ResponseHeadersConfig> configs = List.of(
                config(List.of(name), Map.of(), Map.of(), Map.of()),
                config(List.of(), Map.of(name, "1"), Map.of(), Map.of()),
                config(List.of(), Map.of(), Map.of(name, "1"), Map.of()),
                config(List.of(), Map.of(), Map.of(), Map.of(name, "1")));
        for (ResponseHeadersConfig config : configs) {
            assertThatThrownBy(() -> type.create(config, CLOCK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name + " (expected: another field; ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\nb", "a\u0000"})
    void refuses_values_that_split_heads(String value) {
        for (ResponseHeadersConfig config : List.of(
                config(List.of(), Map.of("X-A", value), Map.of(), Map.of()),
                config(List.of(), Map.of(), Map.of("X-A", value), Map.of()),
                config(List.of(), Map.of(), Map.of(), Map.of("X-A", value)))) {
            assertThatThrownBy(() -> type.create(config, CLOCK)).hasMessageContaining("control characters");
        }
    }

    @Test
    void allocates_nothing() {
        ServedRoute route = harness.exchange(type.create(USUAL, CLOCK)).route();
        harness.quiet();
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isLessThan(0.1);
    }
}
