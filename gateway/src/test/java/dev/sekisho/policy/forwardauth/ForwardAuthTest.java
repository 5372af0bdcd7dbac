package dev.sekisho.policy.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.Subrequest;
import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Size;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardAuthTest {

    private final ForwardAuth type = new ForwardAuth();
    private final ChainHarness harness = new ChainHarness();
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private Optional<Subrequest> asked = Optional.empty();

    private final SubrequestService authoriser = (x, subrequest) -> {
        asked = Optional.of(subrequest);
        return answer;
    };

    private final PolicyContext context = new PolicyContext(
            Consumers.NONE, List.of(), Map.of("authoriser", authoriser, "orders", authoriser), PolicyServices.OFFLINE);

    private static ForwardAuthConfig config(
            String upstream, String path, String method, List<String> given, String groups) {
        return new ForwardAuthConfig(
                upstream,
                path,
                method,
                List.of(),
                given,
                Optional.empty(),
                groups.isEmpty() ? Optional.empty() : Optional.of(groups),
                false,
                ForwardAuthConfig.Refused.WHOLE,
                new Size(64 << 10),
                Optional.empty(),
                503);
    }

    private static final ForwardAuthConfig PLAIN = config("authoriser", "/auth", "GET", List.of("X-Auth-User"), "");

    private void refuses(ForwardAuthConfig config, String message) {
        assertThatThrownBy(() -> type.create(config, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void tellsWhatCannotWork() {
        refuses(
                config("autoriser", "/", "GET", List.of(), ""),
                "upstream: autoriser (expected: the name of an upstream; did you mean authoriser?)");
        refuses(
                config("x\r\n", "/", "GET", List.of(), ""),
                "upstream: x\\u000d\\u000a (expected: the name of an upstream; known: authoriser, orders)");
        for (String path : List.of("", "auth", "/a b", "/a#b", "/ä", "/a\r\nX: y", "http://x/")) {
            refuses(config("authoriser", path, "GET", List.of(), ""), "path: ");
        }
        for (String method : List.of("", "GET ", "CONNECT", "G\r\nX")) {
            refuses(config("authoriser", "/", method, List.of(), ""), "method: ");
        }
        refuses(config("authoriser", "/", "GET", List.of("Content-Length"), ""), "responseHeaders: Content-Length");
        refuses(config("authoriser", "/", "GET", List.of("Host"), ""), "responseHeaders: Host");
        refuses(config("authoriser", "/", "GET", List.of("a b"), ""), "responseHeaders: a b");
        refuses(config("authoriser", "/", "GET", List.of(), "X-Groups"), "groupsHeader: given (expected: only with");
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(PLAIN))
                .isEqualTo("asks upstream authoriser, GET /auth; the backend gets its X-Auth-User");
        assertThat(type.describe(config("authoriser", "/", "keep", List.of(), "")))
                .isEqualTo("asks upstream authoriser, /");
    }

    @Test
    void theBackendIsAskedOnceTheAnswerIsThereAndClientsFieldsAreGoneBefore() {
        Exchange x = Asked.ask(harness, type.create(PLAIN, context), "/", "x_auth.user: root", "Cookie: a");
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.request().headers().toString()).doesNotContain("root").contains("Cookie: a");
        answer.complete(Outcome.CONTINUE);
        harness.runLoop();
        assertThat(harness.backendCalls()).isEqualTo(1);
    }

    @Test
    void theQuestionIsTakenBackWhereTheClientLeaves() {
        Exchange x = Asked.ask(harness, type.create(PLAIN, context), "/");
        ChainRunner.end(x);
        assertThat(answer).isCancelled();
        assertThat(harness.backendCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200,true", "204,true", "299,true", "300,false", "199,false", "401,false", "500,false", "0,false"})
    void onlySuccessPasses(int status, boolean passes) {
        Exchange x = Asked.ask(harness, type.create(PLAIN, context), "/");
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(status);
        Outcome outcome = asked.orElseThrow().answered(x, head, Optional.of(new byte[0]));
        assertThat(outcome == Outcome.CONTINUE).isEqualTo(passes);
    }

    /** Whatever went wrong, and whatever kind of error it is elsewhere. */
    @Test
    void noFailurePasses() {
        Exchange x = Asked.ask(harness, type.create(PLAIN, context), "/");
        for (Reason reason : Reason.values()) {
            Outcome outcome = asked.orElseThrow().failed(x, reason);
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Reply.class, reply -> {
                assertThat(reply.response().status()).isEqualTo(503);
                assertThat(reply.response().reason()).isEqualTo(Reason.AUTH_UNAVAILABLE);
            });
        }
    }
}
