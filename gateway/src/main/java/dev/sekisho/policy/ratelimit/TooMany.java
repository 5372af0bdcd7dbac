package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.Locale;
import java.util.Map;

/** The answer to a request beyond a limit. Immutable, thread-safe. */
final class TooMany {

    private static final String ERROR = "rate_limit_exceeded";

    private final int status;
    private final String message; // as it stands in JSON
    private final boolean telling;

    /**
     * With that status.
     *
     * @param message what it says to people
     * @param telling whether it says when to come again
     */
    TooMany(int status, String message, boolean telling) {
        this.status = status;
        this.message = escape(message);
        this.telling = telling;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c >= 0x7F) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * The outcome for a request. Routes with an error page for the status, and gRPC, keep their form.
     *
     * @param retryAfter seconds
     * @param limit the limit as clients are told it
     */
    Outcome reply(Exchange x, long retryAfter, long limit) {
        Response response = response(x, retryAfter, limit);
        return new Outcome.Reply(telling ? response.with(HeaderName.RETRY_AFTER, Long.toString(retryAfter)) : response);
    }

    private Response response(Exchange x, long retryAfter, long limit) {
        if (GrpcAnswer.isGrpc(x.request().headers()) || x.route().errors().containsKey(status)) {
            return ErrorTemplate.answer(x, Reason.RATE_LIMIT, status, ERROR, Map.of());
        }
        String body = "{\"error\":\"" + ERROR + "\",\"message\":\"" + message + "\",\"retryAfter\":" + retryAfter
                + ",\"limit\":" + limit + "}\n";
        return Response.of(status).withBody("application/json", body).because(Reason.RATE_LIMIT);
    }
}
