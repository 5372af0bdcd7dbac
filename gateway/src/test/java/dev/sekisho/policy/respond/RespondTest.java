package dev.sekisho.policy.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespondTest {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Respond type = new Respond();
    private final ChainHarness harness = new ChainHarness();

    private static RespondConfig config(int status, Map<String, String> headers, String body) {
        return new RespondConfig(status, headers, Optional.of(body).filter(b -> !b.isEmpty()), TEXT);
    }

    @Test
    void answers_and_asks_no_backend() {
        Exchange x = harness.exchange(type.create(config(503, Map.of("Retry-After", "120"), "閉店\n")));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(503);
        assertThat(harness.fields()).isEqualTo("Retry-After: 120\nContent-Type: text/plain; charset=utf-8\n");
        assertThat(harness.body()).isEqualTo("閉店\n");
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.response().contentLength()).isEqualTo(7);
        assertThat(x.reason()).isEqualTo(Reason.POLICY);
    }

    @Test
    void without_a_body_there_is_no_media_type() {
        ChainRunner.start(harness.exchange(type.create(config(204, Map.of(), ""))));
        assertThat(harness.status()).isEqualTo(204);
        assertThat(harness.fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 101, 199, 600, -1})
    void refuses_a_status_that_is_no_final_one(int status) {
        assertThatThrownBy(() -> type.create(config(status, Map.of(), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status: " + status + " (expected: 200 to 599)");
    }

    @Test
    void refuses_what_cannot_be_sent() {
        assertThatThrownBy(() -> type.create(config(304, Map.of(), "body"))).hasMessageContaining("has no body");
        assertThatThrownBy(() -> type.create(config(200, Map.of("Content-Length", "5"), "body")))
                .hasMessageContaining("frames the body itself");
        assertThatThrownBy(() -> type.create(config(200, Map.of("content-type", "a/b"), "body")))
                .hasMessageContaining("the setting contentType");
        assertThatThrownBy(() -> type.create(config(200, Map.of("X-A", "a\r\nb"), "body")))
                .hasMessageContaining("control characters");
        assertThatThrownBy(() ->
                        type.create(new RespondConfig(200, Map.of(), Optional.of("body"), "text/plain\r\nX-Evil: 1")))
                .hasMessageContaining("control characters");
    }

    private static RespondConfig whole(String body, String message, String type, boolean echo) {
        return new RespondConfig(
                200,
                Map.of(),
                Optional.of(body).filter(text -> !text.isEmpty()),
                type,
                Optional.of(message).filter(text -> !text.isEmpty()),
                Optional.empty(),
                echo);
    }

    @Test
    void one_body_is_enough() {
        assertThatThrownBy(() -> type.create(whole("a", "b", TEXT, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("body, message, echo: 2 of them (expected: at most one)");
        assertThatThrownBy(() -> type.create(whole("", "b", TEXT, true))).hasMessageContaining("at most one");
    }

    @Test
    void placeholders_need_a_form_that_they_are_escaped_for() {
        assertThatThrownBy(() -> type.create(whole("alert('{path}')", "", "text/javascript", false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contentType: text/javascript (expected: text/plain, JSON, HTML or XML");
        assertThatThrownBy(() -> type.create(whole("{nope}", "", TEXT, false))).hasMessageContaining("body: {nope}");
    }

    @Test
    void a_fixed_answer_is_made_once() {
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(type.create(whole("", "", TEXT, false))),
                harness.quiet().backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
        ServedRoute passes = new ServedRoute(
                "r",
                "s",
                0,
                List.of(type.create(new RespondConfig(
                        503, Map.of(), Optional.empty(), TEXT, Optional.empty(), Optional.of("X-Closed"), false))),
                harness.backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(passes, x -> {}))).isZero();
    }

    @Test
    void explains_itself() {
        assertThat(type.describe(whole("a", "", TEXT, false))).isEqualTo("answers 200 without asking the backend");
        assertThat(type.describe(new RespondConfig(
                        503, Map.of(), Optional.empty(), TEXT, Optional.empty(), Optional.of("X-Closed"), true)))
                .isEqualTo("answers 503 with what has arrived of the request without asking the backend where a request"
                        + " has the field or query parameter X-Closed");
    }
}
