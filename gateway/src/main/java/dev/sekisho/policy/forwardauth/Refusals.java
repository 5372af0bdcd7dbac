package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ResponseHead;
import java.util.Map;
import java.util.Optional;

/**
 * What the client gets where the authoriser has not let the request pass. Immutable, thread-safe.
 *
 * @param mode what becomes of an answer
 * @param statusOnError status where there is none
 */
record Refusals(ForwardAuthConfig.Refused mode, int statusOnError) {

    private static final HeaderName WWW_AUTHENTICATE = HeaderName.of("WWW-Authenticate");
    private static final int UNEXPECTED = 500; // as nginx's auth_request answers

    /** For an answer that is not 2xx. */
    Outcome refused(Exchange x, ResponseHead answer, Optional<byte[]> body) {
        String why = "the authoriser answered " + answer.status();
        return switch (mode) {
            case STATUS -> status(x, answer, why);
            case WHOLE -> answer.status() >= 500 ? unavailable(x, why) : whole(x, answer, body, why);
        };
    }

    private static Outcome status(Exchange x, ResponseHead answer, String why) {
        if (answer.status() == 403) {
            return error(x, Reason.FORBIDDEN, 403, why);
        }
        if (answer.status() != 401) {
            return error(x, Reason.AUTH_UNAVAILABLE, UNEXPECTED, why);
        }
        x.detail(why);
        Response response = ErrorTemplate.answer(x, Reason.AUTH_INVALID, 401);
        for (String challenge : answer.headers().getAll(WWW_AUTHENTICATE)) {
            response = response.with(WWW_AUTHENTICATE, challenge);
        }
        return new Outcome.Reply(response);
    }

    private static Outcome whole(Exchange x, ResponseHead answer, Optional<byte[]> body, String why) {
        x.detail(why);
        if (body.isEmpty()) {
            Headers headers = answer.headers();
            headers.remove(HeaderName.CONTENT_TYPE);
            headers.remove(HeaderName.CONTENT_ENCODING);
        }
        Response response = Response.copyOf(answer, body.orElse(new byte[0]));
        return new Outcome.Reply(response.because(reason(answer.status())));
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 401 -> Reason.AUTH_INVALID;
            case 403 -> Reason.FORBIDDEN;
            default -> Reason.POLICY; // a redirect to where users log in
        };
    }

    /** Nobody can say whether the request may pass. */
    Outcome unavailable(Exchange x, String why) {
        return error(x, Reason.AUTH_UNAVAILABLE, statusOnError, why);
    }

    private static Outcome error(Exchange x, Reason reason, int status, String why) {
        x.detail(why);
        return new Outcome.Reply(ErrorTemplate.answer(x, reason, status, ErrorTemplate.error(status), Map.of()));
    }
}
