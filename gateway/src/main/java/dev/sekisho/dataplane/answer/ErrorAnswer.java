package dev.sekisho.dataplane.answer;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Reason;

/**
 * A backend that answers with an error of the gateway's own, such as 404 where no route matches. Thread-safe.
 *
 * @param reason the error
 */
public record ErrorAnswer(Reason reason) implements Handler {

    @Override
    public void handle(Exchange x) {
        ChainRunner.fail(x, reason);
    }
}
