package dev.sekisho.policy.introspection;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Escapes;
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
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass whose token the endpoint calls active. A token that is known costs a hash and a look-up; with another one the
 * request waits for the endpoint.
 *
 * @param introspector knows about tokens
 * @param judge rules of this policy
 * @param tokens where tokens are, and the answers
 * @param clock wall clock
 */
record IntrospectionPolicy(Introspector introspector, Judge judge, BearerTokens tokens, InstantSource clock)
        implements Policy, Precautions, BearerTokens.Examiner {

    private static final BadToken FORM = BadToken.invalid("empty, or not of visible ASCII");
    private static final BadToken INACTIVE = BadToken.invalid("not active, says the introspection endpoint");

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
        if (!place.escaped()) {
            return examine(x, place, bytes, start, end);
        }
        byte[] decoded = new byte[end - start];
        return examine(x, place, decoded, 0, Escapes.decode(bytes, start, end, decoded));
    }

    private Outcome examine(Exchange x, CredentialPlace place, byte[] bytes, int start, int end) {
        CredentialHash hash = CredentialHash.of(bytes, start, end);
        Finding known = introspector.known(hash, x.loop().now());
        if (known != null) {
            return decide(x, place, known);
        }
        if (!isToken(bytes, start, end)) {
            return tokens.refusals().bad(x, place.label(), FORM);
        }
        int serial = x.serial();
        CompletableFuture<Outcome> stage = introspector
                .ask(hash, Ascii.string(bytes, start, end))
                .handleAsync(
                        (found, failure) -> later(x, serial, place, found, failure),
                        x.loop().eventLoop());
        return new Outcome.Await(stage);
    }

    /** RFC 6749 appendix A.12, without the blank, which ends a token in a field. */
    private static boolean isToken(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] <= ' ' || bytes[i] == 0x7F) { // negative beyond ASCII
                return false;
            }
        }
        return end > start;
    }

    /** Runs on the exchange's loop; a stage that was cancelled, since the client has left, does not come here. */
    private Outcome later(
            Exchange x, int serial, CredentialPlace place, @Nullable Finding found, @Nullable Throwable failure) {
        if (x.serial() != serial) {
            return Outcome.CONTINUE; // nobody waits for it any more
        }
        if (found == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            String why = (cause instanceof Unavailable known ? known : Unavailable.FAILED).why();
            return tokens.refusals().unavailable(x, place.label(), why);
        }
        return decide(x, place, found);
    }

    private Outcome decide(Exchange x, CredentialPlace place, Finding found) {
        if (!found.active()) {
            return tokens.refusals().bad(x, place.label(), INACTIVE);
        }
        long now = clock.millis();
        Verdict verdict = found.verdict();
        if (verdict == null || !judge.stands(verdict, now)) {
            try {
                verdict = judge.judge(found.members(), now);
            } catch (BadToken e) {
                return tokens.refusals().bad(x, place.label(), e);
            }
            found.verdict(verdict);
        }
        return pass(x, place, verdict);
    }

    private Outcome pass(Exchange x, CredentialPlace place, Verdict verdict) {
        Identity.establish(x, verdict.principal());
        if (verdict.denial().isPresent()) {
            return tokens.refusals()
                    .denied(x, place.label(), verdict.denial().get(), judge.access(), verdict.principal());
        }
        boolean saysWho = x.principal() == verdict.principal();
        return tokens.pass(x, saysWho ? verdict.fields() : List.of());
    }
}
