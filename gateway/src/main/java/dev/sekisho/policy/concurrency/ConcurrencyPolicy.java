package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets a request in where there is room, and out at its end. Admitting allocates nothing, but for a key that is not under way yet.
 *
 * @param places where requests are counted
 * @param exceeded counts requests beyond the limit
 */
record ConcurrencyPolicy(Places places, Terms terms, LongAdder exceeded) implements Policy {

    private static final HeaderName LIMIT = HeaderName.of("X-Concurrency-Limit");
    private static final HeaderName REMAINING = HeaderName.of("X-Concurrency-Remaining");
    private static final int DIGITS = 10;

    /**
     * What is allowed and answered.
     *
     * @param requests under way at once
     * @param status of a refusal
     * @param retryAfter value of Retry-After; empty for none
     * @param headers whether answers tell of the limit
     * @param dryRun whether all pass
     */
    record Terms(int requests, int status, Optional<String> retryAfter, boolean headers, boolean dryRun) {}

    @Override
    public Outcome onRequest(Exchange x) {
        if (places.enter(x, terms.requests)) {
            return Outcome.CONTINUE;
        }
        exceeded.increment();
        if (terms.dryRun) {
            places.enter(x, Integer.MAX_VALUE);
            return Outcome.CONTINUE;
        }
        Response refusal = ErrorTemplate.answer(x, Reason.CONCURRENCY, terms.status);
        return new Outcome.Reply(
                terms.retryAfter.isPresent() ? refusal.with(HeaderName.RETRY_AFTER, terms.retryAfter.get()) : refusal);
    }

    @Override
    public Outcome onResponse(Exchange x) {
        if (terms.headers) {
            boolean refused = x.reason() == Reason.CONCURRENCY;
            int left = refused ? 0 : Math.max(0, terms.requests - places.inside(x));
            Headers headers = x.response().headers();
            number(headers, LIMIT, terms.requests);
            number(headers, REMAINING, left);
        }
        return Outcome.CONTINUE;
    }

    private static void number(Headers headers, HeaderName name, int value) {
        headers.remove(name);
        int start = headers.begin(name, DIGITS);
        headers.advance(Ascii.putDecimal(headers.bytes(), headers.end(), value));
        headers.finish(name, start);
    }

    @Override
    public void onEnd(Exchange x) {
        places.leave(x);
    }

    /** Requests under way on the route of that number, where routes are counted. */
    int underWay(int route) {
        return places instanceof RoutePlaces routes ? routes.inside(route) : 0;
    }
}
