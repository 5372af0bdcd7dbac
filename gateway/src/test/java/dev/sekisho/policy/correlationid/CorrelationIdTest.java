package dev.sekisho.policy.correlationid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.correlationid.CorrelationIdConfig.Generator;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {

    private static final HeaderName FIELD = HeaderName.of("X-Correlation-ID");
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final CorrelationId type = new CorrelationId();
    private final ChainHarness harness = new ChainHarness();
    private final PolicyContext context = Asked.context(() -> Instant.ofEpochMilli(1_700_000_000_042L));

    private Policy policy(Generator generator, boolean keep, boolean echo) {
        return type.create(new CorrelationIdConfig("X-Correlation-ID", generator, keep, echo), context);
    }

    /** The ids that the backend sees. */
    private List<String> sent(Policy policy, String... fields) {
        Exchange x = Asked.ask(harness, policy, "/", fields);
        List<String> ids = x.request().headers().getAll(FIELD);
        ChainRunner.end(x);
        return ids;
    }

    @Test
    void eachRequestHasOneOfItsOwn() {
        Policy uuid = policy(Generator.UUID, true, true);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<String> ids = sent(uuid);
            assertThat(ids).singleElement().asString().matches(UUID);
            assertThat(harness.fields()).isEqualTo("X-Correlation-ID: " + ids.getFirst() + "\n");
            seen.addAll(ids);
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void theCounterCounts() {
        Policy policy = policy(Generator.UUID_COUNTER, true, false);
        String first = sent(policy).getFirst();
        assertThat(first).matches(UUID + "#1");
        assertThat(harness.fields()).isEmpty();
        String prefix = first.substring(0, 37);
        assertThat(sent(policy)).containsExactly(prefix + "2");
        for (int i = 0; i < 9; i++) {
            sent(policy);
        }
        assertThat(sent(policy)).containsExactly(prefix + "12");
        assertThat(sent(policy(Generator.UUID_COUNTER, true, false)).getFirst())
                .as("of another policy")
                .doesNotStartWith(prefix);
    }

    @Test
    void theTrackerTellsWhereAndWhen() {
        Policy policy = policy(Generator.TRACKER, true, false);
        long pid = ProcessHandle.current().pid();
        assertThat(sent(policy)).containsExactly("0.0.0.0-0-" + pid + "-0-1-1700000000.042");
        assertThat(sent(policy)).containsExactly("0.0.0.0-0-" + pid + "-0-2-1700000000.042");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "order-17", "6d9f1b1e-0000-4000-8000-000000000000#7", "!#$%'()*+,-./:;=?@[]^_`{|}~"})
    void aHarmlessOneOfTheClientStays(String id) {
        assertThat(sent(policy(Generator.UUID, true, true), "x-correlation-id: " + id))
                .containsExactly(id);
        assertThat(harness.fields()).isEqualTo("X-Correlation-ID: " + id + "\n");
        assertThat(sent(policy(Generator.UUID, false, true), "x-correlation-id: " + id))
                .singleElement()
                .asString()
                .matches(UUID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "<script>", "a\"b", "a\\b", "a&b", "caf\u00e9", "\u0080"})
    void anyOtherIsReplaced(String id) {
        assertThat(sent(policy(Generator.UUID, true, true), "X-Correlation-ID: " + id))
                .singleElement()
                .asString()
                .matches(UUID);
    }

    @Test
    void lengthAndNumberAreBounded() {
        Policy policy = policy(Generator.UUID, true, true);
        assertThat(sent(policy, "X-Correlation-ID: " + "x".repeat(128))).containsExactly("x".repeat(128));
        assertThat(sent(policy, "X-Correlation-ID: " + "x".repeat(129)))
                .singleElement()
                .asString()
                .matches(UUID);
        assertThat(sent(policy, "X-Correlation-ID: a", "x-CORRELATION-id: b"))
                .as("which of them the backend would take is not known")
                .singleElement()
                .asString()
                .matches(UUID);
    }

    @Test
    void whatTheBackendSaysThereIsReplaced() {
        harness.backend(200, "X-Correlation-Id", "backend", "X-Other", "1");
        sent(policy(Generator.UUID, true, true), "X-Correlation-ID: mine");
        assertThat(harness.fields())
                .contains("X-Correlation-ID: mine\n", "X-Other: 1\n")
                .doesNotContain("backend");
        sent(policy(Generator.UUID, true, false), "X-Correlation-ID: mine");
        assertThat(harness.fields()).contains("X-Correlation-Id: backend\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-ID", "Content-Length", "Connection", "Host", "a b", ""})
    void fieldsOfTheGatewayAreNoPlace(String name) {
        assertThatThrownBy(() -> type.create(new CorrelationIdConfig(name, Generator.UUID, true, true), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("header: " + name);
    }

    @Test
    void uuidsAllocateNothing() {
        for (Generator generator : List.of(Generator.UUID, Generator.UUID_COUNTER)) {
            ServedRoute route = new ServedRoute(
                    "r",
                    "s",
                    0,
                    List.of(policy(generator, true, true)),
                    harness.quiet().backend,
                    Map.of(),
                    false,
                    List.of());
            assertThat(Allocation.perRun(() -> harness.serve(route, x -> {})))
                    .as("%s", generator)
                    .isZero();
        }
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new CorrelationIdConfig("X-Correlation-ID", Generator.UUID, true, true)))
                .isEqualTo("gives the request an id by uuid in X-Correlation-ID, unless it has one; the response too");
        assertThat(type.describe(new CorrelationIdConfig("Kong-Request-ID", Generator.UUID_COUNTER, false, false)))
                .isEqualTo("gives the request an id by uuid-counter in Kong-Request-ID, whatever it has");
    }
}
