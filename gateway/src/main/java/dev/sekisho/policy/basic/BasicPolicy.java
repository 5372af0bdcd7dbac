package dev.sekisho.policy.basic;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Looks at the Authorization field; slow hashes are computed elsewhere while the exchange waits. */
final class BasicPolicy implements Policy {

    private static final byte[] SCHEME = Ascii.bytes("basic");
    private static final HeaderName USER_ID = HeaderName.of("X-User-ID");

    private final Users users;
    private final Executor threads;
    private final Optional<Principal> anonymous;
    private final Optional<Principal> forWrong;
    private final boolean hide;
    private final long rememberNanos;
    private final boolean tells; // the backend who it is
    private final Refusal missing;
    private final Refusal invalid;
    private final Refusal busy = Refusal.of(Reason.AUTH_UNAVAILABLE, "service_unavailable", "");

    BasicPolicy(
            Users users,
            Executor threads,
            Optional<Principal> anonymous,
            Optional<Principal> forWrong,
            boolean hide,
            long rememberNanos,
            String challenge,
            boolean tells) {
        this.users = users;
        this.threads = threads;
        this.anonymous = anonymous;
        this.forWrong = forWrong;
        this.hide = hide;
        this.rememberNanos = rememberNanos;
        this.tells = tells;
        this.missing = Refusal.of(Reason.AUTH_MISSING, "unauthorized", challenge);
        this.invalid = Refusal.of(Reason.AUTH_INVALID, "invalid_credentials", challenge);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Headers headers = x.request().headers();
        int field = find(headers, 0);
        if (field < 0) {
            return none(x);
        }
        if (headers.find(HeaderName.AUTHORIZATION) != field || headers.find(HeaderName.AUTHORIZATION, field + 1) >= 0) {
            return wrong(x, "more than one Authorization field");
        }
        int start = headers.valueStart(field) + SCHEME.length;
        int end = headers.valueEnd(field);
        while (start < end && headers.bytes()[start] == ' ') {
            start++;
        }
        return pair(x, headers.bytes(), start, end);
    }

    private Outcome none(Exchange x) {
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return missing.reply(x, "no Authorization field with scheme Basic");
    }

    private Outcome pair(Exchange x, byte[] bytes, int start, int end) {
        PairKey key = PairKey.of(bytes, start, end);
        Principal known = users.verified().find(key, x.loop().now(), rememberNanos);
        if (known != null) {
            return pass(x, known);
        }
        Optional<Login> login = Login.parse(bytes, start, end);
        if (login.isEmpty()) {
            return wrong(x, "Authorization: no user name and password in Base64 and UTF-8 (RFC 7617)");
        }
        if (!users.isSlow()) {
            return found(x, users.check(login.get()));
        }
        int serial = x.serial();
        CompletableFuture<Outcome> stage = users.check(key, login.get(), threads)
                .handleAsync(
                        (found, error) -> later(x, serial, found, error),
                        x.loop().eventLoop());
        return new Outcome.Await(stage);
    }

    /** Runs on the exchange's loop; a stage that was cancelled, since the client has left, does not come here. */
    private Outcome later(Exchange x, int serial, @Nullable Optional<Principal> found, @Nullable Throwable error) {
        if (x.serial() != serial) {
            return Outcome.CONTINUE; // nobody waits for it any more
        }
        if (error instanceof RejectedExecutionException) {
            return busy.reply(x, "too many passwords wait to be checked");
        }
        if (error != null || found == null) {
            throw new IllegalStateException("a password could not be checked", error);
        }
        return found(x, found);
    }

    private Outcome found(Exchange x, Optional<Principal> found) {
        return found.isPresent() ? pass(x, found.get()) : wrong(x, "Authorization: user name and password of nobody");
    }

    private Outcome wrong(Exchange x, String why) {
        if (forWrong.isPresent() && hide) {
            x.request().headers().remove(HeaderName.AUTHORIZATION);
        }
        return invalid.reply(x, why, forWrong);
    }

    private Outcome pass(Exchange x, Principal principal) {
        Headers headers = x.request().headers();
        Identity.establish(x, principal);
        if (tells && x.principal() == principal) {
            headers.set(USER_ID, principal.subject().getBytes(StandardCharsets.UTF_8));
        }
        if (hide) {
            headers.remove(HeaderName.AUTHORIZATION);
        }
        return Outcome.CONTINUE;
    }

    /** The next Authorization field with scheme Basic, from that number on, or -1. */
    private static int find(Headers headers, int from) {
        int field = headers.find(HeaderName.AUTHORIZATION, from);
        while (field >= 0 && !isBasic(headers, field)) {
            field = headers.find(HeaderName.AUTHORIZATION, field + 1);
        }
        return field;
    }

    private static boolean isBasic(Headers headers, int field) {
        int start = headers.valueStart(field);
        int end = start + SCHEME.length;
        return end <= headers.valueEnd(field)
                && Ascii.equalsLower(headers.bytes(), start, end, SCHEME)
                && (end == headers.valueEnd(field) || headers.bytes()[end] == ' ');
    }
}
