package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.BadToken;
import dev.sekisho.policy.BearerTokens;
import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.CredentialPlace;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.Precautions;
import dev.sekisho.policy.Remembered;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests with a valid token pass. A token that was verified before costs a hash and a look-up; one that was not is verified on
 * the event loop; only where an issuer's keys are not known yet does a request wait.
 *
 * @param verifier finds out whose a token is
 * @param tokens where tokens are, and the answers
 * @param cache verified tokens
 * @param clock wall clock
 */
record JwtPolicy(
        Verifier verifier, BearerTokens tokens, Remembered<CredentialHash, VerifiedToken> cache, InstantSource clock)
        implements Policy, Precautions, BearerTokens.Examiner {

    /** A token of a request that was taken apart. */
    private record Question(CredentialPlace place, CredentialHash hash, CompactToken token, Verifier.Claimed claimed) {}

    @Override
    public Outcome onRequest(Exchange x) {
        return tokens.look(x, this);
    }

    @Override
    public void prepare(RequestHead request) {
        tokens.prepare(request);
    }

    @Override
    public Outcome examine(Exchange x, CredentialPlace place, int start, int end) {
        byte[] bytes = x.request().headers().bytes();
        CredentialHash hash = CredentialHash.of(bytes, start, end);
        VerifiedToken known = cache.get(hash);
        if (known != null) {
            if (known.holds(clock.millis())) {
                return pass(x, place, known);
            }
            cache.remove(hash);
        }
        try {
            CompactToken token = CompactToken.parse(bytes, start, end);
            return judge(x, new Question(place, hash, token, verifier.claimed(token)));
        } catch (BadToken e) {
            return tokens.bad(x, place, e);
        }
    }

    private Outcome judge(Exchange x, Question asked) throws BadToken {
        return switch (asked.claimed()) {
            case Verifier.OfConsumer of -> verified(x, asked, verifier.verify(asked.token(), of, clock.millis()));
            case Verifier.OfIssuer of ->
                of.keys().keys().isEmpty()
                        ? await(x, asked, of)
                        : verified(x, asked, verifier.verify(asked.token(), of, clock.millis()));
        };
    }

    /** What follows runs on the exchange's loop again; when the client leaves, it does not run at all. */
    private Outcome await(Exchange x, Question asked, Verifier.OfIssuer of) {
        CompletableFuture<Outcome> stage = of.keys()
                .load()
                .handleAsync(
                        (keys, failure) -> loaded(x, asked, of, failure),
                        x.loop().eventLoop());
        return new Outcome.Await(stage);
    }

    private Outcome loaded(Exchange x, Question asked, Verifier.OfIssuer of, @Nullable Throwable failure) {
        if (failure != null || of.keys().keys().isEmpty()) {
            return tokens.refusals().unavailable(x, asked.place().label(), "the issuer's keys are not to be had");
        }
        try {
            return verified(x, asked, verifier.verify(asked.token(), of, clock.millis()));
        } catch (BadToken e) {
            return tokens.bad(x, asked.place(), e);
        }
    }

    private Outcome verified(Exchange x, Question asked, VerifiedToken token) {
        cache.put(asked.hash(), token);
        return pass(x, asked.place(), token);
    }

    private Outcome pass(Exchange x, CredentialPlace place, VerifiedToken token) {
        Identity.establish(x, token.principal());
        if (token.denial().isPresent()) {
            return tokens.refusals()
                    .denied(x, place.label(), token.denial().get(), verifier.access(), token.principal());
        }
        return tokens.pass(x, token.fields());
    }
}
