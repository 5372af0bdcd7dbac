package dev.sekisho.dataplane.answer;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Response;

/**
 * A backend that always gives the same answer. Thread-safe.
 *
 * @param response the answer
 */
public record FixedResponse(Response response) implements Handler {

    @Override
    public void handle(Exchange x) {
        ChainRunner.reply(x, response);
    }
}
