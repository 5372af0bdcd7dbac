package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.Optional;

/**
 * Lets a request in where there is room, and out at its end. The exchange bears a mark while it is in, since the end comes
 * for refused requests as well. Admitting allocates nothing.
 */
final class ConcurrencyPolicy implements Policy {

    private final int requests;
    private final int status;
    private final Optional<String> retryAfter;
    private final Rooms rooms = new Rooms();

    ConcurrencyPolicy(int requests, int status, Optional<String> retryAfter) {
        this.requests = requests;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        if (rooms.of(exchange.route().id()).enter(requests)) {
            exchange.mark();
            return Outcome.CONTINUE;
        }
        Response refusal = ErrorTemplate.answer(exchange, Reason.CONCURRENCY, status);
        return new Outcome.Reply(
                retryAfter.isPresent() ? refusal.with(HeaderName.RETRY_AFTER, retryAfter.get()) : refusal);
    }

    @Override
    public void onEnd(Exchange exchange) {
        if (exchange.isMarked()) {
            rooms.of(exchange.route().id()).leave();
        }
    }

    /** Requests under way on the route of that number. */
    int underWay(int route) {
        return rooms.of(route).inside();
    }
}
