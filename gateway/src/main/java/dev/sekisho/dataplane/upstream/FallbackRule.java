package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.upstream.traffic.LastAnswers;
import dev.sekisho.model.StatusPattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients of a route get where the service fails. Thread-safe.
 *
 * @param statuses answers of the service that are replaced too
 * @param response an answer of the gateway's own
 * @param target an upstream that is asked instead
 * @param last answers that the service gave before, and that go before the gateway's own
 */
public record FallbackRule(
        List<StatusPattern> statuses,
        @Nullable Response response,
        @Nullable UpstreamService target,
        @Nullable LastAnswers last) {

    /** Whether a response of this status is replaced. */
    boolean replaces(int status) {
        for (int i = 0; i < statuses.size(); i++) {
            if (statuses.get(i).contains(status)) {
                return true;
            }
        }
        return false;
    }

    /** Answers, if there is an answer; the reason stays that of the failure. */
    boolean answer(Exchange x, Reason reason, Optional<Response> lastGood) {
        Response answer = lastGood.orElse(response);
        if (answer == null) {
            return false;
        }
        ChainRunner.reply(x, answer.because(reason));
        return true;
    }
}
