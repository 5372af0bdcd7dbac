package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the policy chain of an exchange: forward over the request, backward over the response, the end exactly once. All
 * methods run on the exchange's event loop. The plain path allocates nothing; the stack does not grow with the chain or
 * with stages that are already complete.
 */
public final class ChainRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ChainRunner.class);

    private ChainRunner() {}

    /** Starts the chain of a routed exchange; behind the last policy its handler takes over. */
    public static void start(Exchange x) {
        request(x, Outcome.CONTINUE);
    }

    /**
     * Answers with a response of the gateway's own, through the policies that have seen the request. What a policy still
     * waits for is given up. Where a response head is held by a policy, it is replaced, and the response half of the chain
     * begins anew.
     */
    public static void reply(Exchange x, Response response) {
        if (x.headSent) {
            throw new IllegalStateException("reply: the response head has left (expected: at most one response)");
        }
        cancelAwaited(x);
        replace(x, response);
        x.responding = true;
        x.back = x.step;
        if (x.detour.kept != 0 || !x.detour.keptChallenges.isEmpty()) {
            Routing.dress(x);
        }
        response(x, Outcome.CONTINUE);
    }

    /** Answers with an error of the gateway's own; once the response head has left, cuts the response off. */
    public static void fail(Exchange x, Reason reason) {
        fail(x, reason, reason.status());
    }

    /** The same with another status than the reason has by itself. */
    public static void fail(Exchange x, Reason reason, int status) {
        x.reason(reason);
        if (x.headSent) {
            x.client().cut();
            return;
        }
        reply(x, ErrorTemplate.answer(x, reason, status));
    }

    /**
     * The upstream's response head stands in the exchange. Runs the response half of the chain, then sends it.
     *
     * @param piece first piece of the body, taken over; may be empty
     * @param last whether the body ends with the piece
     */
    public static void upstreamHead(Exchange x, ByteBuf piece, boolean last) {
        x.heldPiece = piece;
        x.heldLast = last;
        x.responding = true;
        x.back = x.step;
        if (x.detour.kept != 0 || !x.detour.keptChallenges.isEmpty()) {
            Routing.dress(x);
        }
        response(x, Outcome.CONTINUE);
    }

    /** The upstream switched protocols; policies have no say in what is no longer HTTP. Takes the bytes over. */
    public static void switchProtocols(Exchange x, ByteBuf first) {
        x.responding = true;
        x.headSent = true;
        x.client().tunnel(x, first);
    }

    /** For handlers, before a response: the exchange goes on at another route, with its request as it was. */
    public static void elsewhere(Exchange x, Outcome.Reroute to) {
        request(x, Routing.elsewhere(x, to));
    }

    /** Whether a response head waits for a policy, so that the upstream must send no more of the body yet. */
    public static boolean isHeld(Exchange x) {
        return x.responding && !x.headSent && !isGathering(x);
    }

    private static boolean isGathering(Exchange x) {
        return x.bodies != null && x.bodies.isGathering();
    }

    /** The body of a response whose head still waits for a policy ends here; false where the head has left. */
    public static boolean endHeld(Exchange x) {
        if (x.bodies != null) {
            return x.bodies.hold(Unpooled.EMPTY_BUFFER, true);
        }
        x.heldLast |= isHeld(x);
        return isHeld(x);
    }

    /** The exchange is over: the client has its response, or has left. Cancels what is still under way. */
    public static void end(Exchange x) {
        if (x.ended) {
            return;
        }
        x.ended = true;
        giveUp(x);
        if (x.bodies != null) {
            x.bodies.end();
        }
        endPolicies(x);
        try {
            x.generation().observer().ended(x);
        } finally {
            x.generation().left(x.loop().index());
            x.loop().release(x);
        }
    }

    /** Gives up the call, what a policy waits for, and what is held of a response. */
    static void giveUp(Exchange x) {
        UpstreamCall call = x.upstream();
        x.upstream(null);
        if (call != null) {
            call.cancel();
        }
        cancelAwaited(x);
        x.heldPiece.release();
        x.heldPiece = Unpooled.EMPTY_BUFFER;
        x.heldSource = null;
    }

    private static void cancelAwaited(Exchange x) {
        CompletableFuture<? extends Outcome> awaited = x.awaited;
        x.awaited = null; // first, for cancelling completes the stage at once
        if (awaited != null) {
            awaited.cancel(false);
        }
    }

    /** The policies that have seen the request see their end. */
    static void endPolicies(Exchange x) {
        if (!x.isRouted()) {
            return;
        }
        PolicyChain chain = chain(x);
        for (int i = chain.ended(0); i < x.step && i < chain.size(); i = chain.ended(i + 1)) {
            x.place = i;
            try {
                chain.get(i).onEnd(x);
            } catch (Throwable e) {
                LOG.error(
                        "policy {} of route {} failed at the end of an exchange",
                        i,
                        x.route().name(),
                        e);
            }
        }
    }

    private static void request(Exchange x, Outcome first) {
        PolicyChain chain = chain(x);
        Outcome outcome = first;
        while (outcome != null) {
            if (outcome != Outcome.CONTINUE) {
                outcome = stopped(x, outcome);
                chain = outcome == null ? chain : chain(x); // the route may be another one now
                continue;
            }
            int next = chain.asked(x.step);
            if (next == chain.size()) {
                x.step = next;
                handle(x);
                return;
            }
            x.place = next;
            x.step = next + 1;
            outcome = ask(x, chain.get(next));
        }
    }

    private static PolicyChain chain(Exchange x) {
        return PolicyChain.of(x.route().policies());
    }

    /** Answers, or awaits; null where the chain goes on later or not at all. */
    private static @Nullable Outcome stopped(Exchange x, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Continue going -> going;
            case Outcome.Reply reply -> {
                reply(x, reply.response());
                yield null;
            }
            case Outcome.Await await -> await(x, await);
            case Outcome.Gather gather -> Gathering.request(x, gather);
            case Outcome.Reroute elsewhere -> Routing.elsewhere(x, elsewhere);
            case Outcome.Close _ -> close(x);
        };
    }

    private static @Nullable Outcome close(Exchange x) {
        x.reason(Reason.CLOSED);
        x.client().cut();
        return null;
    }

    private static Outcome ask(Exchange x, Policy policy) {
        try {
            return Objects.requireNonNull(policy.onRequest(x), "outcome");
        } catch (Throwable e) { // errors such as a missing class too: the client must have an answer
            return failed(x, e);
        }
    }

    private static void handle(Exchange x) {
        int serial = x.serial;
        String route = x.route().name();
        try {
            x.route().handler().handle(x);
        } catch (Throwable e) {
            LOG.error("route {} failed", route, e);
            if (x.serial == serial) { // else it had answered, and the exchange is over
                fail(x, Reason.INTERNAL);
            }
        }
    }

    private static void response(Exchange x, Outcome first) {
        Outcome outcome = first;
        while (outcome != null) {
            if (outcome != Outcome.CONTINUE) {
                outcome = stoppedBack(x, outcome);
                continue;
            }
            int next = x.isRouted() ? chain(x).answered(x.back) : -1;
            if (next < 0) {
                x.back = 0;
                send(x);
                return;
            }
            x.place = next;
            x.back = next;
            outcome = askBack(x, chain(x).get(next));
        }
    }

    /** Replaces the response and goes on, or awaits; null where the chain goes on later. */
    private static @Nullable Outcome stoppedBack(Exchange x, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Continue going -> going;
            case Outcome.Reply reply -> {
                replace(x, reply.response());
                yield Outcome.CONTINUE;
            }
            case Outcome.Await await -> await(x, await);
            case Outcome.Gather gather -> Gathering.response(x, gather);
            case Outcome.Reroute elsewhere -> leave(x, elsewhere);
            case Outcome.Close _ -> close(x);
        };
    }

    /** Begins anew on another route; null, or the error in place of the response where that is not possible. */
    private static @Nullable Outcome leave(Exchange x, Outcome.Reroute elsewhere) {
        Outcome next = Routing.elsewhere(x, elsewhere);
        if (x.responding) {
            return next;
        }
        request(x, next);
        return null;
    }

    private static Outcome askBack(Exchange x, Policy policy) {
        try {
            return Objects.requireNonNull(policy.onResponse(x), "outcome");
        } catch (Throwable e) {
            return failed(x, e);
        }
    }

    private static void replace(Exchange x, Response response) {
        UpstreamCall call = x.upstream();
        x.upstream(null);
        if (call != null) {
            call.cancel();
        }
        take(x, response);
    }

    private static void take(Exchange x, Response response) {
        x.heldPiece.release();
        if (x.bodies != null) {
            x.bodies.dropResponse();
        }
        response.fill(x.response());
        x.reason(response.reason());
        x.heldLast = true;
        x.heldSource = response.source().orElse(null);
        if (x.heldSource == null) {
            byte[] body = response.body();
            x.heldPiece = body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
            return;
        }
        Optional<ByteBuf> whole = x.heldSource.whole();
        x.heldPiece = whole.orElse(Unpooled.EMPTY_BUFFER);
        if (whole.isPresent()) {
            x.heldSource = null;
        }
    }

    private static void send(Exchange x) {
        ByteBuf piece = x.heldPiece;
        x.heldPiece = Unpooled.EMPTY_BUFFER;
        x.headSent = true;
        BodySource source = x.heldSource;
        if (source != null && !x.response().isBodiless(x.request().method())) {
            x.heldLast = false;
            x.upstream(source.open(x));
        }
        x.heldSource = null;
        x.client().head(x, piece, x.heldLast);
    }

    private static @Nullable Outcome await(Exchange x, Outcome.Await await) {
        CompletableFuture<? extends Outcome> stage;
        try {
            stage = await.stage().toCompletableFuture();
            if (stage.isDone()) {
                return Objects.requireNonNull(stage.join(), "outcome");
            }
        } catch (RuntimeException e) {
            return failed(x, e);
        }
        int serial = x.serial;
        x.awaited = stage;
        stage.whenComplete(
                (outcome, error) -> x.loop().eventLoop().execute(() -> resume(x, serial, stage, outcome, error)));
        return null;
    }

    private static void resume(
            Exchange x,
            int serial,
            CompletableFuture<? extends Outcome> stage,
            @Nullable Outcome outcome,
            @Nullable Throwable error) {
        x.loop().readClock();
        if (x.serial != serial || x.awaited != stage) {
            return; // the client left meanwhile, or was answered already
        }
        x.awaited = null;
        Outcome next = error != null || outcome == null ? failed(x, error) : outcome;
        goOn(x, next);
    }

    /** Goes on with what a policy has decided about a body, in the half of the chain that it has stopped. */
    static void goOn(Exchange x, Outcome outcome) {
        if (x.responding) {
            response(x, outcome);
        } else {
            request(x, outcome);
        }
    }

    /** What an exception in a policy comes to. */
    static Outcome failed(Exchange x, @Nullable Throwable error) {
        LOG.error("a policy of route {} failed; answered 500", x.route().name(), error);
        x.reason(Reason.INTERNAL);
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.INTERNAL, Reason.INTERNAL.status()));
    }
}
