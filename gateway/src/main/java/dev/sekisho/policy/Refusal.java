package dev.sekisho.policy;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.identity.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /**
     * A token that does not allow enough (RFC 6750 section 3.1).
     *
     * @param challenge a challenge that ends where {@code error} is to follow
     */
    public static Refusal insufficientScope(String challenge, List<String> required, Set<String> current) {
        String asked = challenge + "error=\"insufficient_scope\", scope=\"" + String.join(" ", required) + "\"";
        return of(Reason.INSUFFICIENT_SCOPE, "insufficient_scope", asked)
                .with("requiredScopes", required)
                .with("currentScopes", new TreeSet<>(current));
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

    /**
     * The same; where there is somebody to pass as, the request passes as that one, unless its client is known already.
     *
     * @param instead the {@link Identity#anonymous} consumer; empty to refuse
     */
    public Outcome reply(Exchange x, String why, Optional<Principal> instead) {
        if (instead.isEmpty()) {
            return reply(x, why);
        }
        x.detail(why);
        Identity.establishAnonymous(x, instead.get());
        return Outcome.CONTINUE;
    }
}
