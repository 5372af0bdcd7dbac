package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that somebody has.
 *
 * @param principal who shows it
 * @param expires when it ends; empty for never
 * @param expiresMillis the same in milliseconds since 1970
 */
record KnownKey(Principal principal, Optional<Instant> expires, long expiresMillis) {

    /** Of whom, until when. */
    static KnownKey of(Principal principal, Optional<Instant> expires) {
        return new KnownKey(principal, expires, expires.map(KnownKey::millis).orElse(Long.MAX_VALUE));
    }

    /** Years beyond some 292 million do not fit: such a key never ends, or has always ended. */
    private static long millis(Instant end) {
        try {
            return end.toEpochMilli();
        } catch (ArithmeticException e) {
            return end.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /** Whether it has ended at that time. */
    boolean isExpired(long nowMillis) {
        return nowMillis >= expiresMillis;
    }

    /** Whether it ends at all, so that the clock must be asked. */
    boolean expiresEver() {
        return expiresMillis != Long.MAX_VALUE;
    }
}
