package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks for the signature in Proxy-Authorization and Authorization. */
final class HmacPolicy implements Policy {

    private static final byte[] SCHEME = Ascii.bytes("hmac");
    private static final HeaderName[] PLACES = {HeaderName.PROXY_AUTHORIZATION, HeaderName.AUTHORIZATION};
    private static final HeaderName USER_ID = HeaderName.of("X-User-ID");

    private final Verifier verifier;
    private final boolean hide;
    private final Optional<Principal> anonymous;
    private final Optional<Principal> forWrong;
    private final Refusal missing;
    private final Refusal invalid;
    private final Refusal outOfRange;

    HmacPolicy(
            Verifier verifier,
            boolean hide,
            Optional<Principal> anonymous,
            Optional<Principal> forWrong,
            String challenge) {
        this.verifier = verifier;
        this.hide = hide;
        this.anonymous = anonymous;
        this.forWrong = forWrong;
        this.missing = Refusal.of(Reason.AUTH_MISSING, "unauthorized", challenge);
        this.invalid = Refusal.of(Reason.AUTH_INVALID, "invalid_credentials", challenge);
        this.outOfRange = Refusal.of(Reason.AUTH_EXPIRED, "date_out_of_range", challenge)
                .with("message", "The date of the request is too far from the gateway's clock.");
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Headers headers = x.request().headers();
        int found = -1;
        for (HeaderName place : PLACES) {
            for (int field = next(headers, place, 0); field >= 0; field = next(headers, place, field + 1)) {
                if (found >= 0) {
                    return invalid.reply(x, "more than one signature", forWrong);
                }
                found = field;
            }
        }
        return found < 0 ? none(x) : judge(x, found);
    }

    private Outcome none(Exchange x) {
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return missing.reply(x, "no Authorization or Proxy-Authorization field with scheme hmac");
    }

    private Outcome judge(Exchange x, int field) {
        Headers headers = x.request().headers();
        int start = headers.valueStart(field) + SCHEME.length;
        try {
            Parameters parameters = Parameters.parse(headers.bytes(), start, headers.valueEnd(field));
            Principal principal = verifier.verify(x.request(), parameters);
            return pass(x, principal, field);
        } catch (BadSignature e) {
            return wrong(x, invalid, e.why(), field);
        } catch (Verifier.OutOfRange e) {
            return wrong(x, outOfRange, "the date that is signed is too far from the clock", field);
        }
    }

    private Outcome wrong(Exchange x, Refusal refusal, String why, int field) {
        if (forWrong.isPresent() && hide) {
            x.request().headers().remove(field);
        }
        return refusal.reply(x, why, forWrong);
    }

    private Outcome pass(Exchange x, Principal principal, int field) {
        Headers headers = x.request().headers();
        if (hide) {
            headers.remove(field);
        }
        Identity.establish(x, principal);
        if (x.principal() == principal) {
            headers.set(USER_ID, principal.subject().getBytes(StandardCharsets.UTF_8));
        }
        return Outcome.CONTINUE;
    }

    /** The next field of that name with the scheme, from that number on, or -1. */
    private static int next(Headers headers, HeaderName name, int from) {
        int field = headers.find(name, from);
        while (field >= 0 && !isOfScheme(headers, field)) {
            field = headers.find(name, field + 1);
        }
        return field;
    }

    private static boolean isOfScheme(Headers headers, int field) {
        int start = headers.valueStart(field);
        int end = start + SCHEME.length;
        return end <= headers.valueEnd(field)
                && Ascii.equalsLower(headers.bytes(), start, end, SCHEME)
                && (end == headers.valueEnd(field) || headers.bytes()[end] == ' ');
    }
}
