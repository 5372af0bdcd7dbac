package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.CredentialPlace;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.Precautions;
import dev.sekisho.policy.Refusal;
import dev.sekisho.policy.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for a key, place by place; the first place that holds anything decides. */
final class KeyAuthPolicy implements Policy, Precautions {

    private static final String NOBODYS = ": an API key of no consumer";
    private static final String BROKEN = ": an API key of which the store tells what cannot be right";

    private final CredentialPlace[] places;
    private final boolean hide;
    private final Optional<Principal> anonymous;
    private final Optional<Principal> forWrong;
    private final boolean preflights;
    private final Keys keys;
    private final InstantSource clock;
    private final Refusal missing;
    private final Refusal invalid;
    private final Refusal expired;
    private final Refusal unavailable = Refusal.of(Reason.AUTH_UNAVAILABLE, "service_unavailable", "");
    private final String looked;

    KeyAuthPolicy(
            List<CredentialPlace> places,
            boolean hide,
            Optional<Principal> anonymous,
            Optional<Principal> forWrong,
            boolean preflights,
            String challenge,
            Keys keys,
            InstantSource clock) {
        this.places = places.toArray(CredentialPlace[]::new);
        this.hide = hide;
        this.anonymous = anonymous;
        this.forWrong = forWrong;
        this.preflights = preflights;
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
        if (!preflights && request.method() == Method.OPTIONS) {
            prepare(request);
            return Outcome.CONTINUE;
        }
        for (CredentialPlace place : places) {
            long found = place.find(request);
            if (found != CredentialPlace.NOTHING) {
                return judge(x, place, found);
            }
        }
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return missing.reply(x, looked);
    }

    private Outcome judge(Exchange x, CredentialPlace place, long found) {
        RequestHead request = x.request();
        if (found == CredentialPlace.REPEATED || Pairs.start(found) == Pairs.end(found)) {
            prepare(request);
            return wrong(
                    x,
                    invalid,
                    place.label() + (found == CredentialPlace.REPEATED ? ": more than one API key" : ": empty"));
        }
        byte[] hash = hash(place, request.headers().bytes(), Pairs.start(found), Pairs.end(found));
        prepare(request);
        KnownKey known = keys.configured().find(hash);
        if (known != null) {
            return decide(x, place, known);
        }
        return keys.stored().isPresent()
                ? look(x, place, keys.stored().get(), CredentialHash.of(hash))
                : wrong(x, invalid, place.label() + NOBODYS);
    }

    private static byte[] hash(CredentialPlace place, byte[] bytes, int start, int end) {
        return place.escaped() ? Sha256.ofEscaped(bytes, start, end) : Sha256.of(bytes, start, end);
    }

    /** What has to wait for the store goes on on the exchange's loop; when the client leaves, it does not run at all. */
    private Outcome look(Exchange x, CredentialPlace place, StoredKeys stored, CredentialHash hash) {
        Finding known = stored.remembered(hash);
        if (known != null) {
            return found(x, place, known);
        }
        CompletableFuture<Finding> asked = stored.ask(hash, keys.consumers());
        if (asked.isDone()) {
            return found(x, place, asked.resultNow());
        }
        int serial = x.serial();
        CompletableFuture<Outcome> stage = asked.handleAsync(
                (finding, failure) -> later(x, serial, place, finding, failure),
                x.loop().eventLoop());
        return new Outcome.Await(stage);
    }

    private Outcome later(
            Exchange x, int serial, CredentialPlace place, @Nullable Finding finding, @Nullable Throwable failure) {
        if (x.serial() != serial) {
            return Outcome.CONTINUE; // nobody waits for it any more
        }
        if (finding == null) {
            throw new IllegalStateException("a key could not be looked up", failure);
        }
        return found(x, place, finding);
    }

    private Outcome found(Exchange x, CredentialPlace place, Finding finding) {
        return switch (finding) {
            case Finding.Found found -> stored(x, place, found);
            case Finding.Unknown(boolean disabled) ->
                wrong(x, invalid, place.label() + (disabled ? ": an API key that is disabled" : NOBODYS));
            case Finding.Broken _ -> unavailable.reply(x, place.label() + BROKEN);
            case Finding.Unavailable _ -> unavailable.reply(x, place.label() + ": the store of keys does not answer");
        };
    }

    private Outcome stored(Exchange x, CredentialPlace place, Finding.Found found) {
        try {
            return decide(x, place, keys.known(found));
        } catch (StoredKey.Malformed e) {
            return unavailable.reply(x, place.label() + BROKEN);
        }
    }

    private Outcome decide(Exchange x, CredentialPlace place, KnownKey known) {
        if (known.expiresEver() && known.isExpired(clock.millis())) {
            String when = known.expires().map(Instant::toString).orElse("");
            String whose = known.principal().credential();
            return wrong(x, expired.with("expiredAt", when), place.label() + ": API key " + whose + " expired " + when);
        }
        Identity.establish(x, known.principal());
        if (hide) {
            hide(x.request());
        }
        return Outcome.CONTINUE;
    }

    private Outcome wrong(Exchange x, Refusal refusal, String why) {
        if (forWrong.isPresent() && hide) {
            hide(x.request());
        }
        return refusal.reply(x, why, forWrong);
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
