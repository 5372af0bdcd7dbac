package dev.sekisho.policy.answerheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerHeadersTest {

    private final AnswerHeaders type = new AnswerHeaders();
    private final ChainHarness harness = new ChainHarness();

    private static AnswerEdits set(String name, String value) {
        return new AnswerEdits(List.of(), Map.of(name, value), Map.of());
    }

    private static final AnswerHeadersConfig BOTH =
            new AnswerHeadersConfig(set("X-By", "service"), set("X-By", "gateway"));

    @Test
    void anAnswerOfTheBackendIsTheServices() {
        harness.backend(500, "X-By", "backend");
        ChainRunner.start(harness.exchange(type.create(BOTH)));
        assertThat(harness.fields()).isEqualTo("X-By: service\n");
    }

    @Test
    void aRefusalIsTheGateways() {
        Policy refuses = new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                ChainRunner.fail(x, Reason.ADDRESS);
                return new Outcome.Await(new CompletableFuture<>());
            }
        };
        ChainRunner.start(harness.exchange(type.create(BOTH), refuses));
        assertThat(harness.status()).isEqualTo(403);
        assertThat(harness.fields()).contains("X-By: gateway\n");
    }

    @Test
    void whatIsWrongIsToldWithItsSetting() {
        assertThatThrownBy(() -> type.create(new AnswerHeadersConfig(AnswerEdits.NONE, AnswerEdits.NONE)))
                .hasMessage("service: none, nor gateway (expected: changes of one of them)");
        assertThatThrownBy(() -> type.create(new AnswerHeadersConfig(AnswerEdits.NONE, set("Content-Length", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gateway.set: Content-Length (expected: another field;");
        assertThatThrownBy(() -> type.create(new AnswerHeadersConfig(set("X-A", "{nope}"), AnswerEdits.NONE)))
                .hasMessageStartingWith("service.set.X-A: {nope} (expected: ");
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(type.describe(new AnswerHeadersConfig(set("X-A", "1"), AnswerEdits.NONE)))
                .isEqualTo("sets X-A in answers of the backend, changes nothing in those of the gateway");
    }
}
