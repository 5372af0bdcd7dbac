package dev.sekisho.policy.anyof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Alternatives that take time. */
class TrialTest {

    private static final Refusal MISSING = Refusal.of(Reason.AUTH_MISSING, "unauthorized", "Test realm=\"a\"");

    private final ChainHarness harness = new ChainHarness();
    private final List<CompletableFuture<Outcome>> stages = new ArrayList<>();

    private final Policy slow = policy(x -> {
        CompletableFuture<Outcome> stage = new CompletableFuture<>();
        stages.add(stage);
        return new Outcome.Await(stage);
    });
    private final Policy refuses = policy(x -> MISSING.reply(x, "nothing there"));
    private final Policy knows = policy(x -> {
        x.principal(Principal.of("test", "someone"));
        return Outcome.CONTINUE;
    });

    private interface Decision {
        Outcome of(Exchange x);
    }

    private static Policy policy(Decision decision) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                return decision.of(x);
            }
        };
    }

    private Exchange ask(Policy... policies) {
        List<Alternative> alternatives = new ArrayList<>();
        for (Policy policy : policies) {
            alternatives.add(new Alternative("test", policy, true));
        }
        return Asked.ask(harness, new AnyOfPolicy(alternatives), "/");
    }

    private void finish(int stage, Outcome outcome) {
        stages.get(stage).complete(outcome);
        harness.runLoop();
    }

    @Test
    void oneAfterTheOtherIsWaitedFor() {
        Exchange x = ask(slow, slow, knows);
        assertThat(stages).hasSize(1);
        finish(0, MISSING.reply(x, "no"));
        assertThat(stages).hasSize(2);
        assertThat(harness.heads()).isZero();
        finish(1, MISSING.reply(x, "no"));
        assertThat(x.principal().subject()).isEqualTo("someone");
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(x.detail()).isEmpty();
    }

    @Test
    void refusalsBeforeAndBehindAreAnswered() {
        Exchange x = ask(refuses, slow, refuses);
        finish(0, Refusal.of(Reason.AUTH_INVALID, "invalid", "").reply(x, "wrong"));
        assertThat(harness.status()).isEqualTo(401);
        assertThat(x.reason()).isEqualTo(Reason.AUTH_INVALID);
        assertThat(x.detail()).isEqualTo("test: nothing there; test: wrong; test: nothing there");
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void whoPassesLaterIsNotAskedAgain() {
        Exchange x = ask(refuses, slow, refuses);
        x.principal(Principal.of("test", "late"));
        finish(0, Outcome.CONTINUE);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().subject()).isEqualTo("late");
    }

    @Test
    void aStageThatFailsOrYieldsNothingIsNoPass() {
        ask(refuses, slow, knows);
        stages.getFirst().completeExceptionally(new IllegalStateException("broken"));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(500);
        ask(refuses, policy(x -> new Outcome.Await(CompletableFuture.completedFuture((Outcome) null))), knows);
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(500);
        ask(slow, policy(x -> {
            throw new AssertionError("broken");
        }));
        finish(1, Outcome.CONTINUE);
        assertThat(harness.status()).as("thrown after waiting").isEqualTo(500);
        ask(refuses, policy(x -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(harness.status()).as("thrown at once").isEqualTo(500);
        assertThat(harness.heads()).isEqualTo(4);
        assertThat(harness.backendCalls()).isZero();
    }

    /** Race: the client leaves while an alternative waits; the exchange serves another client when the answer comes. */
    @Test
    void aClientThatLeavesCancelsWhatIsWaitedFor() {
        Exchange gone = ask(refuses, slow, knows);
        ChainRunner.end(gone);
        assertThat(stages.getFirst().isCancelled()).isTrue();
        Exchange next = ask(refuses, slow, refuses);
        assertThat(next).as("the same object").isSameAs(gone);
        harness.runLoop();
        assertThat(next.principal()).isSameAs(Principal.NOBODY);
        assertThat(harness.heads()).isZero();
        finish(1, MISSING.reply(next, "no"));
        assertThat(harness.status()).isEqualTo(401);
    }

    /** Race: the stage is complete, its continuation still queued, when the client leaves. */
    @Test
    void anAnswerThatIsOnItsWayIsForNobodyElse() {
        Exchange gone = ask(refuses, slow, knows);
        stages.getFirst().complete(MISSING.reply(gone, "no"));
        ChainRunner.end(gone);
        Exchange next = ask(refuses, slow, refuses);
        harness.runLoop();
        assertThat(next.principal()).isSameAs(Principal.NOBODY);
        assertThat(harness.backendCalls()).isZero();
        assertThat(harness.heads()).isZero();
    }

    /** What cannot be judged may be right: never a 401 for an outage, whatever else is wrong. */
    @Test
    void whatCannotBeJudgedIsA503() {
        Policy down = policy(x ->
                Refusal.of(Reason.AUTH_UNAVAILABLE, "service_unavailable", "").reply(x, "down"));
        Policy wrong = policy(x -> Refusal.of(Reason.FORBIDDEN, "forbidden", "").reply(x, "wrong"));
        for (Policy[] policies : new Policy[][] {{down, wrong, refuses}, {refuses, wrong, down}}) {
            Exchange x = ask(policies);
            assertThat(harness.status()).isEqualTo(503);
            assertThat(x.reason()).isEqualTo(Reason.AUTH_UNAVAILABLE);
        }
        assertThat(harness.fields()).doesNotContain("WWW-Authenticate");
        assertThat(ask(down, knows).principal().subject()).isEqualTo("someone");
        assertThat(harness.backendCalls()).isEqualTo(1);
    }

    /** Stages that are complete, and refusals at once, need no deeper stack for each. */
    @Test
    void theStackDoesNotGrow() {
        Policy[] many = new Policy[50_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 2 == 0
                    ? refuses
                    : policy(x -> new Outcome.Await(CompletableFuture.completedFuture(MISSING.reply(x, "no"))));
        }
        many[many.length - 1] = knows;
        Exchange x = ask(many);
        harness.runLoop();
        assertThat(x.principal().subject()).isEqualTo("someone");
        assertThat(harness.backendCalls()).isEqualTo(1);
    }
}
