package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import java.time.Instant;
import java.util.Optional;

/** The answers to requests that may not pass: body and challenge (RFC 6750 section 3). Immutable, thread-safe. */
public final class TokenRefusals {

    private final String challenge;
    private final Refusal missing;
    private final Refusal invalid;
    private final Refusal expired;
    private final Refusal forbidden;
    private final Refusal unavailable;
    private final Optional<Principal> forWrong;

    /**
     * Those of a realm.
     *
     * @throws IllegalArgumentException where the realm cannot stand in a quoted string (RFC 9110 section 5.6.4)
     */
    public TokenRefusals(String realm) {
        this(realm, Optional.empty());
    }

    /**
     * The same.
     *
     * @param forWrong as whom requests pass whose token is not taken ({@link Identity#forWrong}); empty to refuse them
     */
    public TokenRefusals(String realm, Optional<Principal> forWrong) {
        this.forWrong = forWrong;
        this.challenge = Challenges.realm("Bearer", realm);
        this.missing = Refusal.of(Reason.AUTH_MISSING, "unauthorized", challenge);
        this.invalid =
                Refusal.of(Reason.AUTH_INVALID, "invalid_token", error("invalid_token", "The token is not valid"));
        this.expired =
                Refusal.of(Reason.AUTH_EXPIRED, "token_expired", error("invalid_token", "The token has expired"));
        this.forbidden = Refusal.of(Reason.FORBIDDEN, "forbidden", "");
        this.unavailable = Refusal.of(Reason.AUTH_UNAVAILABLE, "service_unavailable", "");
    }

    private String error(String code, String description) {
        return challenge + ", error=\"" + code + "\", error_description=\"" + description + "\"";
    }

    /** 401: there is no token. */
    public Outcome missing(Exchange x) {
        return missing.reply(x, "no token");
    }

    /** 401: the token is not taken; unless the request passes as somebody else. */
    public Outcome bad(Exchange x, String where, BadToken why) {
        Optional<Instant> at = why.expiredAt();
        Refusal refusal = at.isPresent() ? expired.with("expiredAt", at.get()) : invalid;
        return refusal.reply(x, where + ": " + why.why(), forWrong);
    }

    /**
     * 503: nobody can say whether the token is valid.
     *
     * @param why for {@code explain}
     */
    public Outcome unavailable(Exchange x, String where, String why) {
        return unavailable.reply(x, where + ": " + why);
    }

    /** 403: the token does not allow this. */
    public Outcome denied(Exchange x, String where, AccessRules.Denial denial, AccessRules rules, Principal principal) {
        return switch (denial) {
            case SCOPE ->
                Refusal.insufficientScope(challenge + ", ", rules.scopes(), principal.scopes())
                        .reply(x, where + ": not all scopes");
            case ROLE -> forbidden.reply(x, where + ": none of the roles");
            case CLAIM -> forbidden.reply(x, where + ": a claim has another value");
        };
    }
}
