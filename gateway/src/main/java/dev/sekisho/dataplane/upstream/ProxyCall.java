package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import dev.sekisho.dataplane.upstream.traffic.Shares;
import io.netty.buffer.ByteBuf;
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

    private static final long NO_PERMIT = -1;
    private static final long REFUSED = -2;

    private final LoopContext loop;
    private final ProxyCalls home;
    private final Backoff backoff = new Backoff();
    private final Expiry expiry = new Expiry();
    private final HedgeTimer hedgeTimer = new HedgeTimer();
    private final Tries tries;
    private final Choice choice;
    private final Retries retries;
    private final Copies copies;
    private final KeptBody body = new KeptBody();

    private @Nullable Exchange exchange;
    private @Nullable UpstreamService service;
    private @Nullable Shares shares;
    private int share;
    private RouteRules rules = RouteRules.NONE;
    private boolean fresh;
    private boolean admitted;
    private boolean answered;
    private boolean keeps;

    ProxyCall(LoopContext loop, ProxyCalls home) {
        this.loop = loop;
        this.home = home;
        this.tries = new Tries(this, loop);
        this.choice = new Choice(loop);
        this.retries = new Retries(loop);
        this.copies = new Copies(home);
    }

    private final class Backoff extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            ask(Reason.NO_TARGET);
        }
    }

    private final class Expiry extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (retries.isClients()) {
                tries.cancel();
            } else {
                tries.timeOut();
            }
            giveUp(Reason.DEADLINE);
        }
    }

    private final class HedgeTimer extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (!answered && tries.first().isRunning()) {
                hedge();
            }
        }
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
        tries.reset();
        choice.begin(subset);
        retries.begin(x, upstream, route);
        int keep = x.request().hasBody() ? route.keep(retries.policy()) : 0;
        keeps = keep > 0;
        body.begin(keep);
        x.upstream(this);
        admitted = upstream.guards().requests().tryEnter();
        if (!admitted) {
            giveUp(Reason.UPSTREAM_LIMIT);
            return;
        }
        if (retries.hasDeadline()) {
            loop.timeout(expiry, retries.left());
        }
        copies.begin(x, route, body);
        ask(Reason.NO_TARGET);
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

    // Asking

    /** Asks the next target; {@code otherwise} is the answer where none is left. */
    private void ask(Reason otherwise) {
        boolean first = choice.isFirst();
        Member next = choice.next(exchange(), service(), retries.count() > 0);
        if (next == null) {
            boolean unknown = first && service().members().unresolved();
            failedAt(tries.first(), unknown ? Reason.UNRESOLVED : otherwise);
            return;
        }
        long permit = permit();
        if (permit == REFUSED) {
            giveUp(Reason.BREAKER_OPEN);
            return;
        }
        boolean anew = fresh;
        fresh = false;
        tries.reset();
        exchange().upstreamAsked(next.state().text(), loop.now());
        long beside = policy().hedgeNanos();
        if (beside > 0 && retries.count() == 0) {
            loop.timeout(hedgeTimer, beside);
        }
        tries.first().start(next, permit, anew, false);
    }

    private long permit() {
        CircuitBreaker breaker = guards().breakerOrNull();
        if (breaker == null) {
            return NO_PERMIT;
        }
        long permit = breaker.acquire(loop.now());
        return permit < 0 ? REFUSED : permit;
    }

    /** A second try beside the first one, at another target, where the request may be sent twice. */
    private void hedge() {
        if (exchange().request().hasBody() && !body.isComplete()) {
            return;
        }
        Member next = choice.other(exchange(), service());
        if (next == null || !retries.takeBeside(exchange())) {
            return;
        }
        long permit = permit();
        if (permit != REFUSED) {
            tries.second().start(next, permit, false, true);
        }
    }

    /** The attempt has a connection: sends the request on it. */
    void sending(Attempt attempt, UpstreamConnection free) {
        Exchange x = exchange();
        retries.tell(x);
        free.begin(attempt, attempt.target().text());
        if (!x.request().hasBody()) {
            return;
        }
        if (keeps) {
            body.replay(free, x.request().contentLength() < 0);
        }
        if (attempt == tries.current() && !body.isWhole()) {
            x.client().upstreamWritable(true);
        }
    }

    // What came of an attempt

    /** Whether the response head of an attempt is not what the client gets; what takes its place is settled then. */
    boolean rejects(Attempt attempt) {
        int status = attempt.response().status();
        if (answered || tries.isOtherRunning(attempt) && policy().retries(status)) {
            return true;
        }
        if (body.isRepeatable() && retries.plan(exchange(), attempt.hasLeft(), attempt.response())) {
            return true;
        }
        FallbackRule fallback = rules.fallback();
        return fallback != null && fallback.replaces(status) && (fallback.target() == null || body.isRepeatable());
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

    /** An attempt came to nothing. */
    void failed(Attempt attempt, Reason reason) {
        if (!answered && tries.isOtherRunning(attempt)) {
            return; // the one beside it may still answer
        }
        if (reason == Reason.CONNECT_REFUSED && !answered) {
            ask(reason);
            return;
        }
        failedAt(attempt, reason);
    }

    private void failedAt(Attempt attempt, Reason reason) {
        if (!answered && body.isRepeatable() && retries.plan(exchange(), attempt.hasLeft(), reason)) {
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
            loop.timeout(backoff, delay);
        }
    }

    /** The response of this attempt is the answer. */
    void accepted(Attempt attempt) {
        answered = true;
        loop.clear(hedgeTimer);
        if (attempt != tries.first()) {
            exchange().response().clear();
            exchange().upstreamAsked(attempt.target().text(), loop.now());
        }
        tries.accept(attempt);
    }

    /** The head of the answer is in place: has the client told what it is to remember. */
    void remember(Attempt attempt) {
        Exchange x = exchange();
        service().stick(x, attempt.target());
        Shares split = shares;
        if (split != null) {
            split.remember(x, share);
        }
    }

    /** Bytes pass both ways from now on, and none is kept. */
    void tunnelBegun() {
        keeps = false;
        body.drop();
        loop.clear(expiry);
    }

    /** An attempt's connection takes bytes again. */
    void writable(Attempt attempt) {
        if (attempt == tries.current()) {
            exchange().client().upstreamWritable(true);
        }
    }

    private void giveUp(Reason reason) {
        Exchange x = exchange();
        x.upstreamAnswered(loop.now());
        FallbackRule fallback = answered ? null : rules.fallback();
        UpstreamService other = fallback == null ? null : fallback.target();
        if (other != null && body.isRepeatable() && reason != Reason.DEADLINE) {
            fallBack(x, other);
            return;
        }
        finished();
        if (fallback == null || !fallback.answer(x, reason)) {
            ChainRunner.fail(x, reason);
        }
    }

    /** Asks another upstream in place of the one that failed, with what is kept of the body. */
    private void fallBack(Exchange x, UpstreamService other) {
        tries.cancel();
        leave();
        x.response().clear();
        service = other;
        shares = null;
        rules = rules.withoutFallback();
        retries.stop();
        choice.begin(Subset.ALL);
        admitted = other.guards().requests().tryEnter();
        if (admitted) {
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

    /** Leaves the caps of the upstream. */
    private void leave() {
        if (admitted) {
            guards().requests().leave();
            admitted = false;
        }
        retries.leave();
    }

    private void recycle() {
        leave();
        loop.clear(backoff);
        loop.clear(expiry);
        loop.clear(hedgeTimer);
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
        UpstreamConnection to = tries.connection();
        if (to == null) {
            piece.release();
            return;
        }
        body.piece(piece, last);
        if (last) {
            copies.request(exchange(), body);
        }
        to.requestBody(piece, last, exchange().request().contentLength() < 0);
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        UpstreamConnection to = tries.connection();
        if (to == null) {
            trailers.release();
            return;
        }
        body.end(trailers);
        copies.request(exchange(), body);
        to.requestEnd(trailers);
    }

    @Override
    public void flush() {
        UpstreamConnection to = tries.connection();
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public boolean isWritable() {
        UpstreamConnection to = tries.connection();
        return to != null && to.isWritable();
    }

    @Override
    public void clientWritable(boolean writable) {
        UpstreamConnection to = tries.connection();
        if (to != null) {
            to.clientWritable(writable);
        }
    }
}
