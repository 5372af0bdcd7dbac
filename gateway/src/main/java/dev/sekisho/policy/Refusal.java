package dev.sekisho.policy;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request that may not pass: a status, a JSON body with an error of its own, and a challenge that says which
 * credential would do (RFC 9110 section 11.6.1). Routes with an error page for the status, and gRPC, keep their form. Immutable.
 *
 * @param reason for the access log; its status and message are answered
 * @param error value of {@code error} in the body, such as {@code token_expired}
 * @param challenge value of WWW-Authenticate; empty for none
 * @param members further members of the body: String, Number, Boolean, List and Map
 */
public record Refusal(Reason reason, String error, String challenge, Map<String, Object> members) {

    private static final HeaderName WWW_AUTHENTICATE = HeaderName.of("WWW-Authenticate");

    /** Without further members. */
    public static Refusal of(Reason reason, String error, String challenge) {
        return new Refusal(reason, error, challenge, Map.of());
    }

    /** The same with one more member in the body. */
    public Refusal with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Refusal(reason, error, challenge, more);
    }

    /**
     * The outcome for an exchange.
     *
     * @param why what {@code explain} tells beyond the reason; must not hold the credential
     */
    public Outcome reply(Exchange x, String why) {
        x.detail(why);
        Response response = ErrorTemplate.answer(x, reason, reason.status(), error, members);
        return new Outcome.Reply(challenge.isEmpty() ? response : response.with(WWW_AUTHENTICATE, challenge));
    }
}
