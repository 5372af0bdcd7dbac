package dev.sekisho.policy.jwt;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Verified tokens by their hash, bounded by count. Two halves: new ones go into the young one; when it is full, it becomes the old
 * one, and what was there goes, used tokens having moved over before. Thread-safe without locks of its own; reading allocates
 * nothing.
 */
final class VerifiedTokens {

    private record Halves(ConcurrentMap<TokenHash, VerifiedToken> young, ConcurrentMap<TokenHash, VerifiedToken> old) {}

    private final int half;
    private final AtomicReference<Halves> halves =
            new AtomicReference<>(new Halves(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    /** Room for that many tokens; 0 for none. */
    VerifiedTokens(int most) {
        this.half = (most + 1) / 2;
    }

    /** The token, or null where it is not known; whether it still holds, the caller asks. */
    @Nullable
    VerifiedToken get(TokenHash hash) {
        Halves now = halves.get();
        VerifiedToken token = now.young().get(hash);
        if (token == null) {
            token = now.old().get(hash);
            if (token != null) {
                put(hash, token);
            }
        }
        return token;
    }

    /** Keeps a token. */
    void put(TokenHash hash, VerifiedToken token) {
        Halves now = halves.get();
        if (half == 0) {
            return;
        }
        if (now.young().size() >= half) {
            Halves next = new Halves(new ConcurrentHashMap<>(), now.young());
            now = halves.compareAndSet(now, next) ? next : halves.get();
        }
        now.young().put(hash, token);
    }

    /** Forgets a token that no longer holds. */
    void remove(TokenHash hash) {
        Halves now = halves.get();
        now.young().remove(hash);
        now.old().remove(hash);
    }

    /** How many are kept; one that is in both halves counts twice. */
    int size() {
        Halves now = halves.get();
        return now.young().size() + now.old().size();
    }
}
