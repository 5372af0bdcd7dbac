package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Identity;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The alternatives of one request, one behind the other, where the first has not settled it. It is the stage that the chain waits for
 * where one of them takes time; when the client leaves, what that one waits for is cancelled too. The stack does not grow with the
 * alternatives. Runs on the exchange's event loop.
 */
final class Trial extends CompletableFuture<Outcome> {

    private final Outcome waiting = new Outcome.Await(this);
    private final Refused refused = new Refused();
    private final Exchange x;
    private final int serial;
    private final Alternative[] alternatives;
    private final String told;
    private Principal before;
    private int at;
    private boolean passes;
    private @Nullable CompletableFuture<? extends Outcome> awaited;

    /**
     * The first alternative has been asked.
     *
     * @param before who the client was before
     * @param told what was told of the exchange before
     */
    Trial(Exchange x, Alternative[] alternatives, Principal before, String told) {
        this.x = x;
        this.serial = x.serial();
        this.alternatives = alternatives;
        this.before = before;
        this.told = told;
    }

    /** Goes on with what the alternative that was asked has decided; the outcome, which is to wait where that takes time. */
    Outcome goOn(Outcome decided) {
        Outcome outcome = decided;
        while (true) {
            switch (outcome) {
                case Outcome.Continue _ -> {
                    if (alternatives[at].settles(x)) {
                        return pass();
                    }
                    passes = true; // as nobody or anonymous, unless a later one knows the client
                    before = x.principal();
                }
                case Outcome.Reply reply -> {
                    refused.add(alternatives[at].type(), reply.response(), x);
                    Identity.restore(x, before);
                }
                case Outcome.Await await -> {
                    return await(await.stage().toCompletableFuture());
                }
                case Outcome.Gather _, Outcome.Reroute _, Outcome.Close _ ->
                    throw new IllegalStateException(
                            "alternative: wants a body, another route or the end (expected: looks at the head)");
            }
            if (++at == alternatives.length) {
                return passes ? pass() : refused.answer(x);
            }
            x.detail("");
            outcome = alternatives[at].policy().onRequest(x);
        }
    }

    private Outcome pass() {
        x.detail(told);
        return Outcome.CONTINUE;
    }

    private Outcome await(CompletableFuture<? extends Outcome> stage) {
        awaited = stage;
        stage.whenCompleteAsync(this::resume, x.loop().eventLoop());
        return waiting;
    }

    private void resume(@Nullable Outcome outcome, @Nullable Throwable error) {
        if (isDone() || x.serial() != serial) {
            return; // the client left meanwhile, or was answered already
        }
        awaited = null;
        if (error != null || outcome == null) {
            completeExceptionally(error == null ? new NullPointerException("outcome") : error);
            return;
        }
        x.loop().readClock();
        try {
            Outcome next = goOn(outcome);
            if (next != waiting) {
                complete(next);
            }
        } catch (Throwable e) { // else the chain would wait for ever
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning); // first, for the stage below completes at once
        CompletableFuture<? extends Outcome> stage = awaited;
        awaited = null;
        if (stage != null) {
            stage.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
