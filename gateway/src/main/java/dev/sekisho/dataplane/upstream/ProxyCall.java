package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import dev.sekisho.dataplane.upstream.traffic.Shares;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange's call to an upstream: chooses targets, makes attempts, and decides after each whether to make another one,
 * to fall back, or to give up.
 *
 * <p>A target that refuses the connection has seen nothing, so the next one is asked at once. Beyond that, the retry policy
 * decides; without one, a request whose connection ended before a response is repeated once, on a connection made for it,
 * since all pooled ones may have gone stale together, and only where the method is idempotent and no byte of a body was
 * passed on (RFC 9110 section 9.2.2). Used again on its loop; not thread-safe.
 */
final class ProxyCall implements UpstreamCall {

    private static final int UNPROCESSED_BODY = 64 << 10; // bytes kept for a request that comes back untouched
    private static final int MAX_UNPROCESSED = 4; // times that it is sent again for that
    private static final long UNPROCESSED_PAUSE = TimerWheel.TICK; // before the second of them, then twice as long

    private final LoopContext loop;
    private final ProxyCalls home;
    private final CallTimers timers;
    private final Tries tries;
    private final Choice choice;
    private final Retries retries;
    private final Copies copies;
    private final RequestFlow body;
    private final Admission admission = new Admission();

    private @Nullable Exchange exchange;
    private @Nullable UpstreamService service;
    private @Nullable Shares shares;
    private int share;
    private RouteRules rules = RouteRules.NONE;
    private int unprocessed; // tries that the upstream turned away without a look
    private boolean fresh;
    private boolean answered;

    ProxyCall(LoopContext loop, ProxyCalls home) {
        this.loop = loop;
        this.home = home;
        this.tries = new Tries(this, loop);
        this.choice = new Choice(loop);
        this.retries = new Retries(loop);
        this.copies = new Copies(home);
        this.body = new RequestFlow(tries, copies);
        this.timers = new CallTimers(loop, this::expired, () -> ask(Reason.NO_TARGET), this::hedge);
    }

    /** Starts the call of a request that nobody remembers the share of. */
    void start(Exchange x, UpstreamService upstream, Subset subset, RouteRules route) {
        start(x, upstream, subset, route, null, 0);
    }

    /** Starts the call; a split may have the client remember the share that it got. */
    void start(
            Exchange x, UpstreamService upstream, Subset subset, RouteRules route, @Nullable Shares split, int number) {
        exchange = x;
        service = upstream;
        rules = route;
        shares = split;
        share = number;
        fresh = answered = false;
        unprocessed = 0;
        tries.reset();
        choice.begin(subset);
        retries.begin(x, upstream, route);
        x.upstream(this);
        if (!admission.enter(upstream.guards())) {
            giveUp(Reason.UPSTREAM_LIMIT);
            return;
        }
        if (retries.hasDeadline()) {
            timers.deadline(retries.left());
        }
        body.begin(x, route, keep(upstream, route));
        ask(Reason.NO_TARGET);
    }

    /** How much of the body is kept; HTTP/2 has requests come back untouched as a matter of course. */
    private int keep(UpstreamService upstream, RouteRules route) {
        int keep = route.keep(retries.policy());
        return upstream.settings().isShared() ? Math.max(keep, UNPROCESSED_BODY) : keep;
    }

    private void expired() {
        if (retries.isClients()) {
            tries.cancel();
        } else {
            tries.timeOut();
        }
        giveUp(Reason.DEADLINE);
    }

    Exchange exchange() {
        Exchange x = exchange;
        if (x == null) {
            throw new IllegalStateException("exchange: none (expected: a call under way)");
        }
        return x;
    }

    UpstreamService service() {
        UpstreamService upstream = service;
        if (upstream == null) {
            throw new IllegalStateException("service: none (expected: a call under way)");
        }
        return upstream;
    }

    UpstreamGuards guards() {
        return service().guards();
    }

    RetryPolicy policy() {
        return retries.policy();
    }

    long readNanos() {
        return rules.readNanos() > 0 ? rules.readNanos() : service().settings().readNanos();
    }

    long eventNanos() {
        return rules.eventNanos() >= 0
                ? rules.eventNanos()
                : service().settings().eventNanos();
    }

    // Asking

    /** Asks the next target; {@code otherwise} is the answer where none is left. */
    private void ask(Reason otherwise) {
        boolean first = choice.isFirst();
        boolean again = retries.count() > 0 && policy().targets() == 0 || unprocessed > 0;
        Member next = choice.next(exchange(), service(), again);
        if (next == null) {
            boolean unknown = first && service().members().unresolved();
            failedAt(tries.first(), unknown ? Reason.UNRESOLVED : otherwise);
            return;
        }
        long permit = Admission.permit(guards(), loop.now());
        if (permit == Admission.REFUSED) {
            giveUp(Reason.BREAKER_OPEN);
            return;
        }
        boolean anew = fresh;
        fresh = false;
        tries.reset();
        exchange().upstreamTries().ask(next.state().text(), loop.now());
        long beside = policy().hedgeNanos();
        if (beside > 0 && retries.count() == 0) {
            timers.hedge(beside);
        }
        tries.first().start(next, permit, anew, false);
    }

    /** A second try beside the first one, at another target, where the request may be sent twice. */
    private void hedge() {
        if (answered || !tries.first().isRunning() || !body.isComplete(exchange())) {
            return;
        }
        Member next = choice.other(exchange(), service());
        if (next == null || !retries.takeBeside(exchange())) {
            return;
        }
        long permit = Admission.permit(guards(), loop.now());
        if (permit != Admission.REFUSED) {
            tries.second().start(next, permit, false, true);
        }
    }

    /** The attempt has a connection: sends the request on it. */
    void sending(Attempt attempt, RequestStream free) {
        Exchange x = exchange();
        x.upstreamTries().connect(loop.now());
        retries.tell(x);
        free.begin(attempt, attempt.target().text());
        body.sending(x, attempt, free);
    }

    // What came of an attempt

    /** Whether the response head of an attempt is not what the client gets; what takes its place is settled then. */
    boolean rejects(Attempt attempt) {
        int status = attempt.response().status();
        if (answered || tries.isOtherRunning(attempt) && policy().retries(status)) {
            return true;
        }
        if (body.isRepeatable() && !isExhausted() && retries.plan(exchange(), attempt.hasLeft(), attempt.response())) {
            return true;
        }
        FallbackRule fallback = rules.fallback();
        return fallback != null && fallback.replaces(status) && canFallBack(fallback);
    }

    /** Whether there is something to give in place of a response that would do otherwise. */
    private boolean canFallBack(FallbackRule fallback) {
        if (fallback.target() != null) {
            return body.isRepeatable();
        }
        return fallback.response() != null || copies.lastGood(exchange()).isPresent();
    }

    /** The response of an attempt was rejected: makes another one, or falls back. */
    void replaceAnswer(Attempt attempt) {
        if (answered || tries.isOtherRunning(attempt)) {
            return;
        }
        if (retries.isPlanned()) {
            retry();
        } else {
            giveUp(Reason.UPSTREAM_STATUS);
        }
    }

    /** Whether a service that resets the call now does what the deadline says. */
    boolean isDue() {
        return retries.isDue();
    }

    /** An attempt came to nothing. */
    void failed(Attempt attempt, Reason reason) {
        if (!answered && tries.isOtherRunning(attempt)) {
            return; // the one beside it may still answer
        }
        exchange().upstreamTries().fail(reason.status(), loop.now());
        if (!answered && isUnopened(attempt, reason) && retries.passesOver(reason) && !isExhausted()) {
            ask(reason);
        } else if (!answered && reason == Reason.UPSTREAM_REFUSED && mayComeBack()) {
            comeBack();
        } else {
            failedAt(attempt, reason);
        }
    }

    /** Whether the target could not be spoken to at all. */
    private static boolean isUnopened(Attempt attempt, Reason reason) {
        return reason == Reason.CONNECT_REFUSED
                || reason == Reason.UPSTREAM_TLS
                || reason == Reason.UPSTREAM_PROTOCOL && !attempt.hasLeft();
    }

    private boolean mayComeBack() {
        return unprocessed < MAX_UNPROCESSED && body.isRepeatable();
    }

    /** Sends a request again that the upstream has not looked at, whatever its method (RFC 9113 section 8.7). */
    private void comeBack() {
        exchange().response().clear();
        choice.again();
        if (unprocessed++ == 0) {
            ask(Reason.UPSTREAM_REFUSED);
        } else {
            timers.backoff(UNPROCESSED_PAUSE << unprocessed - 2);
        }
    }

    /** Whether no further target may be asked. */
    private boolean isExhausted() {
        return choice.isExhausted(service(), policy().targets());
    }

    private void failedAt(Attempt attempt, Reason reason) {
        if (policy().targets() > 0 && reason == Reason.UPSTREAM_RESET && attempt.isReused()) {
            choice.forgive();
        }
        if (!answered && body.isRepeatable() && !isExhausted() && retries.plan(exchange(), attempt.hasLeft(), reason)) {
            fresh = reason == Reason.UPSTREAM_RESET;
            retry();
        } else {
            giveUp(reason);
        }
    }

    private void retry() {
        exchange().response().clear();
        choice.again();
        long delay = retries.next();
        if (delay == 0) {
            ask(Reason.NO_TARGET);
        } else {
            timers.backoff(delay);
        }
    }

    /** The response of this attempt is the answer. */
    void accepted(Attempt attempt) {
        answered = true;
        timers.noHedge();
        if (attempt != tries.first()) {
            exchange().response().clear();
            exchange().upstreamTries().ask(attempt.target().text(), loop.now());
        }
        tries.accept(attempt);
    }

    /** The head of the answer is in place: copies it where wanted, and has the client told what it is to remember. */
    void headIn(Attempt attempt) {
        Exchange x = exchange();
        copies.answer(x);
        service().stick(x, attempt.target());
        Shares split = shares;
        if (split != null) {
            split.remember(x, share);
        }
    }

    /** Bytes pass both ways from now on, and none is kept. */
    void tunnelBegun() {
        body.tunnelBegun();
        timers.noDeadline();
    }

    /** A piece of the answer, which stays the caller's. */
    void answerPiece(ByteBuf piece) {
        exchange().upstreamTries().receive(piece.readableBytes());
        copies.piece(piece);
    }

    /** The answer is whole. */
    void answerWhole() {
        exchange().upstreamTries().end(loop.now());
        copies.whole(exchange());
        finished();
    }

    /** An attempt's connection takes bytes again. */
    void writable(Attempt attempt) {
        if (attempt == tries.current()) {
            exchange().client().upstreamWritable(true);
        }
    }

    private void giveUp(Reason reason) {
        Exchange x = exchange();
        x.upstreamTries().over(loop.now());
        FallbackRule fallback = answered ? null : rules.fallback();
        UpstreamService other = fallback == null ? null : fallback.target();
        if (other != null && body.isRepeatable() && reason != Reason.DEADLINE) {
            fallBack(x, other);
            return;
        }
        Optional<Response> lastGood = fallback == null ? Optional.empty() : copies.lastGood(x);
        int status = reason == Reason.NO_TARGET ? service().noTargetStatus() : reason.status();
        finished();
        if (fallback == null || !fallback.answer(x, reason, lastGood)) {
            ChainRunner.fail(x, reason, status);
        }
    }

    /** Asks another upstream in place of the one that failed, with what is kept of the body. */
    private void fallBack(Exchange x, UpstreamService other) {
        tries.cancel();
        admission.leave();
        retries.leave();
        x.response().clear();
        service = other;
        shares = null;
        rules = rules.withoutFallback();
        retries.stop();
        choice.begin(Subset.ALL);
        if (admission.enter(other.guards())) {
            ask(Reason.NO_TARGET);
        } else {
            giveUp(Reason.UPSTREAM_LIMIT);
        }
    }

    // The end

    /** The response is whole, or the call failed: this object may serve another call. */
    void finished() {
        exchange().upstream(null);
        recycle();
    }

    @Override
    public void cancel() {
        if (exchange != null) {
            tries.cancel();
            recycle();
        }
    }

    private void recycle() {
        admission.leave();
        retries.leave();
        timers.clear();
        body.release();
        copies.over();
        exchange = null;
        service = null;
        shares = null;
        rules = RouteRules.NONE;
        home.release(this, loop);
    }

    // The client's side

    @Override
    public void requestBody(ByteBuf piece, boolean last) {
        body.piece(exchange(), piece, last);
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        body.end(exchange(), trailers);
    }

    @Override
    public void flush() {
        RequestStream to = tries.connection();
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public boolean isWritable() {
        RequestStream to = tries.connection();
        return to != null && to.isWritable();
    }

    @Override
    public void clientWritable(boolean writable) {
        RequestStream to = tries.connection();
        if (to != null) {
            to.clientWritable(writable);
        }
    }
}
