package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.CredentialPlace;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.Precautions;
import dev.sekisho.policy.Refusal;
import dev.sekisho.policy.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks for a key, place by place; the first place that holds anything decides. */
final class KeyAuthPolicy implements Policy, Precautions {

    private final CredentialPlace[] places;
    private final boolean hide;
    private final Optional<Principal> anonymous;
    private final KeyTable keys;
    private final InstantSource clock;
    private final Refusal missing;
    private final Refusal invalid;
    private final Refusal expired;
    private final String looked;

    KeyAuthPolicy(
            List<CredentialPlace> places,
            boolean hide,
            Optional<Principal> anonymous,
            String challenge,
            KeyTable keys,
            InstantSource clock) {
        this.places = places.toArray(CredentialPlace[]::new);
        this.hide = hide;
        this.anonymous = anonymous;
        this.keys = keys;
        this.clock = clock;
        this.missing = Refusal.of(Reason.AUTH_MISSING, "unauthorized", challenge);
        this.invalid = Refusal.of(Reason.AUTH_INVALID, "invalid_api_key", challenge);
        this.expired = Refusal.of(Reason.AUTH_EXPIRED, "api_key_expired", challenge)
                .with("message", "The API key has expired.");
        this.looked =
                places.stream().map(CredentialPlace::label).collect(Collectors.joining(", ", "no API key in ", ""));
    }

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead request = x.request();
        for (CredentialPlace place : places) {
            long found = place.find(request);
            if (found != CredentialPlace.NOTHING) {
                Outcome outcome = judge(x, place, found);
                prepare(request);
                if (hide && outcome == Outcome.CONTINUE) {
                    hide(request);
                }
                return outcome;
            }
        }
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return missing.reply(x, looked);
    }

    private Outcome judge(Exchange x, CredentialPlace place, long found) {
        if (found == CredentialPlace.REPEATED) {
            return invalid.reply(x, place.label() + ": more than one API key");
        }
        int start = Pairs.start(found);
        int end = Pairs.end(found);
        if (start == end) {
            return invalid.reply(x, place.label() + ": empty");
        }
        byte[] bytes = x.request().headers().bytes();
        byte[] hash = place.escaped() ? Sha256.ofEscaped(bytes, start, end) : Sha256.of(bytes, start, end);
        KeyTable.Known known = keys.find(hash);
        if (known == null) {
            return invalid.reply(x, place.label() + ": an API key of no consumer");
        }
        if (known.expiresEver() && known.isExpired(clock.millis())) {
            String when = known.expires().map(Instant::toString).orElse("");
            String whose = known.principal().credential();
            return expired.with("expiredAt", when).reply(x, place.label() + ": API key " + whose + " expired " + when);
        }
        Identity.establish(x, known.principal());
        return Outcome.CONTINUE;
    }

    /** The log must not show a key. */
    @Override
    public void prepare(RequestHead request) {
        for (CredentialPlace place : places) {
            place.conceal(request);
        }
    }

    private void hide(RequestHead request) {
        for (CredentialPlace place : places) {
            place.hide(request);
        }
    }
}
