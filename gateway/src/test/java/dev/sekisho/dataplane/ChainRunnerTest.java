package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ChainRunnerTest {

    private static final Response TEAPOT = Response.of(418);

    private final ChainHarness harness = new ChainHarness();
    private final List<String> log = new ArrayList<>();

    /** Writes down what is called, and answers what it is told. */
    private Policy noting(String name, Function<Exchange, Outcome> onRequest, Function<Exchange, Outcome> onResponse) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                log.add(name + ">");
                return onRequest.apply(exchange);
            }

            @Override
            public Outcome onResponse(Exchange exchange) {
                log.add("<" + name);
                return onResponse.apply(exchange);
            }

            @Override
            public void onEnd(Exchange exchange) {
                log.add(name + ".");
            }
        };
    }

    private Policy asking(String name, Function<Exchange, Outcome> onRequest) {
        return noting(name, onRequest, x -> Outcome.CONTINUE);
    }

    private Policy passing(String name) {
        return asking(name, x -> Outcome.CONTINUE);
    }

    private Policy answering(String name, Function<Exchange, Outcome> onResponse) {
        return noting(name, x -> Outcome.CONTINUE, onResponse);
    }

    @Test
    void runs_forward_over_the_request_and_backward_over_the_response() {
        Exchange x = harness.exchange(passing("a"), passing("b"), passing("c"));
        ChainRunner.start(x);
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(200);
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "b>", "c>", "<c", "<b", "<a", "a.", "b.", "c.");
    }

    @Test
    void a_chain_without_policies_goes_straight_to_the_handler() {
        ChainRunner.start(harness.exchange());
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void a_reply_stops_the_chain_and_goes_back_through_those_who_saw_the_request() {
        Exchange x = harness.exchange(passing("a"), asking("b", e -> new Outcome.Reply(TEAPOT)), passing("c"));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(418);
        assertThat(harness.last()).isTrue();
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.reason()).isEqualTo(Reason.POLICY);
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "b>", "<b", "<a", "a.", "b.");
    }

    @Test
    void a_reply_to_the_response_replaces_it_and_releases_its_body() {
        ByteBuf piece = Unpooled.copiedBuffer("secret", java.nio.charset.StandardCharsets.UTF_8);
        Exchange x = harness.exchange(
                e -> ChainRunner.upstreamHead(e, piece, false),
                passing("a"),
                answering("b", e -> new Outcome.Reply(TEAPOT)));
        RecordingCall call = new RecordingCall();
        x.upstream(call);
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(418);
        assertThat(harness.body()).isEmpty();
        assertThat(piece.refCnt()).isZero();
        assertThat(call.cancelled).isEqualTo(1);
        assertThat(log).containsExactly("a>", "b>", "<b", "<a");
    }

    @Test
    void a_hundred_thousand_complete_stages_do_not_grow_the_stack() {
        Policy complete = new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                return new Outcome.Await(CompletableFuture.completedFuture(Outcome.CONTINUE));
            }

            @Override
            public Outcome onResponse(Exchange exchange) {
                return new Outcome.Await(CompletableFuture.completedFuture(Outcome.CONTINUE));
            }
        };
        Policy[] chain = new Policy[100_000];
        Arrays.fill(chain, complete);
        ChainRunner.start(harness.exchange(chain));
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void stages_that_yield_stages_do_not_grow_the_stack() {
        Outcome nested = Outcome.CONTINUE;
        for (int i = 0; i < 100_000; i++) {
            nested = new Outcome.Await(CompletableFuture.completedFuture(nested));
        }
        Outcome all = nested;
        ChainRunner.start(harness.exchange(asking("a", x -> all)));
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void a_pending_stage_resumes_on_the_loop_and_nowhere_else() throws InterruptedException {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Await(later)), passing("b"));
        ChainRunner.start(x);
        Thread other = Thread.ofPlatform().start(() -> later.complete(Outcome.CONTINUE));
        other.join();
        assertThat(log).as("the completing thread runs no policy").containsExactly("a>");
        harness.runLoop();
        assertThat(log).containsExactly("a>", "b>", "<b", "<a");
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void a_pending_stage_of_the_response_holds_the_head() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = harness.exchange(passing("a"), answering("b", e -> new Outcome.Await(later)));
        ChainRunner.start(x);
        assertThat(ChainRunner.isHeld(x)).isTrue();
        assertThat(harness.heads()).isZero();
        later.complete(new Outcome.Reply(TEAPOT));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(418);
        assertThat(ChainRunner.isHeld(x)).isFalse();
        assertThat(log).containsExactly("a>", "b>", "<b", "<a");
    }

    @Test
    void whatever_goes_wrong_in_a_policy_is_a_500_and_never_a_pass() {
        List<Function<Exchange, Outcome>> faults = List.of(
                x -> {
                    throw new IllegalStateException("broken");
                },
                x -> {
                    throw new NoClassDefFoundError("gone");
                },
                x -> nothing(),
                x -> new Outcome.Await(CompletableFuture.failedFuture(new IllegalStateException("broken"))),
                x -> new Outcome.Await(CompletableFuture.completedFuture(nothing())),
                x -> {
                    CompletableFuture<Outcome> cancelled = new CompletableFuture<>();
                    cancelled.cancel(false);
                    return new Outcome.Await(cancelled);
                },
                x -> new Outcome.Await(nothing()));
        int index = 0;
        for (Function<Exchange, Outcome> fault : faults) {
            assertFails("request " + index, asking("b", fault), 0);
            assertFails("response " + index++, answering("b", fault), 1);
        }
    }

    private void assertFails(String what, Policy faulty, int backendCalls) {
        ChainHarness fresh = new ChainHarness();
        Exchange x = fresh.exchange(passing("a"), faulty);
        ChainRunner.start(x);
        assertThat(fresh.status()).as(what).isEqualTo(500);
        assertThat(fresh.heads()).as(what).isEqualTo(1);
        assertThat(fresh.backendCalls()).as(what).isEqualTo(backendCalls);
        assertThat(fresh.body()).as(what).contains("internal_server_error").doesNotContain("broken");
        assertThat(x.reason()).as(what).isEqualTo(Reason.INTERNAL);
        assertThat(log).as(what).contains("<a");
        log.clear();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a careless policy may return
    private static <T> T nothing() {
        return null;
    }

    @Test
    void a_stage_that_fails_later_is_a_500() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        ChainRunner.start(harness.exchange(asking("a", x -> new Outcome.Await(later)), passing("b")));
        later.completeExceptionally(new IllegalStateException("broken"));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(500);
        assertThat(log).containsExactly("a>", "<a");
    }

    @Test
    void a_route_says_itself_how_a_failed_policy_is_answered() {
        ErrorTemplate own = new ErrorTemplate(0, Map.of(), "text/plain", "sorry {requestId}");
        Exchange x = harness.exchange();
        x.route(new ServedRoute(
                "route",
                "service",
                0,
                List.of(asking("a", e -> {
                    throw new IllegalStateException("broken");
                })),
                harness.backend,
                Map.of(500, own),
                false,
                List.of()));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(500);
        assertThat(harness.body()).isEqualTo("sorry ");
    }

    @Test
    void a_handler_that_throws_is_a_500() {
        Exchange x = harness.exchange(
                e -> {
                    throw new IllegalStateException("broken");
                },
                passing("a"));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(500);
        assertThat(x.reason()).isEqualTo(Reason.INTERNAL);
    }

    @Test
    void a_handler_that_throws_when_its_exchange_is_over_disturbs_nobody() {
        ChainRunner.start(harness.exchange(e -> {
            ChainRunner.reply(e, TEAPOT);
            ChainRunner.end(e);
            throw new IllegalStateException("broken");
        }));
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.ends()).isEqualTo(1);
    }

    @Test
    void the_end_comes_once_to_each_policy_whose_request_half_ran() {
        Policy broken = new Policy() {
            @Override
            public void onEnd(Exchange exchange) {
                log.add("broken.");
                throw new IllegalStateException("broken");
            }
        };
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x =
                harness.exchange(passing("a"), broken, asking("b", e -> new Outcome.Await(later)), passing("never"));
        ChainRunner.start(x);
        ChainRunner.end(x);
        harness.runLoop();
        assertThat(log).containsExactly("a>", "b>", "a.", "broken.", "b.");
        assertThat(harness.ends()).isEqualTo(1);
        assertThat(harness.left()).isEqualTo(1);
    }

    @Test
    void a_client_that_leaves_cancels_stage_and_call() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        RecordingCall call = new RecordingCall();
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Await(later)));
        x.upstream(call);
        ChainRunner.start(x);
        ChainRunner.end(x);
        harness.runLoop();
        assertThat(later).isCancelled();
        assertThat(call.cancelled).isEqualTo(1);
        assertThat(harness.heads()).isZero();
    }

    /** The race: a stage completes on another thread while the client leaves and its exchange serves the next request. */
    @Test
    void a_late_answer_for_an_exchange_in_its_next_use_is_ignored() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange first = harness.exchange(asking("first", e -> new Outcome.Await(later)));
        ChainRunner.start(first);
        later.complete(new Outcome.Reply(TEAPOT)); // its resumption waits on the loop
        ChainRunner.end(first);
        CompletableFuture<Outcome> pending = new CompletableFuture<>();
        Exchange second = harness.exchange(asking("second", e -> new Outcome.Await(pending)));
        assertThat(second).as("the same object, used again").isSameAs(first);
        ChainRunner.start(second);
        harness.runLoop();
        assertThat(harness.heads()).isZero();
        pending.complete(Outcome.CONTINUE);
        harness.runLoop();
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(200);
    }

    /** The race: a time limit answers the client while a policy waits, and the policy's answer comes afterwards. */
    @Test
    void a_late_answer_for_a_request_that_was_answered_meanwhile_is_ignored() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Await(later)), passing("b"));
        ChainRunner.start(x);
        later.complete(Outcome.CONTINUE); // its resumption waits on the loop
        ChainRunner.fail(x, Reason.BODY_TIMEOUT);
        harness.runLoop();
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(408);
        assertThat(log).containsExactly("a>", "<a");
    }

    @Test
    void an_answer_gives_up_what_a_policy_waits_for() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Await(later)));
        ChainRunner.start(x);
        ChainRunner.fail(x, Reason.BODY_TIMEOUT);
        assertThat(later).isCancelled();
        harness.runLoop();
        assertThat(harness.heads()).isEqualTo(1);
    }

    @Test
    void a_failure_after_the_head_cuts_and_a_second_answer_is_refused() {
        Exchange x = harness.exchange(passing("a"));
        ChainRunner.start(x);
        ChainRunner.fail(x, Reason.UPSTREAM_TRUNCATED);
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.cuts()).isEqualTo(1);
        assertThat(x.reason()).isEqualTo(Reason.UPSTREAM_TRUNCATED);
        assertThatThrownBy(() -> ChainRunner.reply(x, TEAPOT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eight_synchronous_policies_allocate_nothing() {
        Policy[] eight = new Policy[8];
        Arrays.fill(eight, new Policy() {});
        ServedRoute route = harness.quiet().exchange(eight).route();
        double bytes = Allocation.perRun(() -> harness.serve(route, x -> {}));
        assertThat(bytes).isLessThan(0.1);
    }

    private static final class RecordingCall implements UpstreamCall {
        private int cancelled;

        @Override
        public void requestEnd(ByteBuf trailers) {
            trailers.release();
        }

        @Override
        public void requestBody(ByteBuf piece, boolean last) {
            piece.release();
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void clientWritable(boolean writable) {}

        @Override
        public void flush() {}

        @Override
        public void cancel() {
            cancelled++;
        }
    }
}
