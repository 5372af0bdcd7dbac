package dev.sekisho.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes the claims of a signed token valid (RFC 7519 section 4.1). Immutable, thread-safe.
 *
 * @param toleranceMillis how far clocks may differ
 * @param requireExpiry whether exp must be there
 * @param audiences of which aud must hold one; empty for any aud
 * @param required claims that must be there
 * @param ignored of exp and nbf, what is not looked at
 * @param maxLifetimeMillis the longest that a token may be good for from now on
 */
public record TokenRules(
        long toleranceMillis,
        boolean requireExpiry,
        List<String> audiences,
        List<ClaimPath> required,
        Set<String> ignored,
        long maxLifetimeMillis) {

    /** No end. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Seconds beyond which times are cut: they lie thousands of years ahead. */
    private static final double LAST = 1e12;

    /**
     * Checks the claims.
     *
     * @param now wall clock, milliseconds
     * @return until when the token may be taken, milliseconds, tolerance included; {@link #NEVER} where it does not end
     * @throws BadToken where they are not valid at that time
     */
    public long check(Map<String, Object> claims, long now) throws BadToken {
        for (ClaimPath path : required) {
            if (path.find(claims).isEmpty()) {
                throw BadToken.invalid("no claim " + path.text());
            }
        }
        audience(claims);
        if (looksAt("nbf", claims) && now < millis(claims, "nbf") - toleranceMillis) {
            throw BadToken.invalid("not valid yet (nbf)");
        }
        if (!looksAt("exp", claims)) {
            if (requireExpiry) {
                throw BadToken.invalid("no claim exp");
            }
            return NEVER;
        }
        long end = millis(claims, "exp");
        if (now >= end + toleranceMillis) {
            throw BadToken.expired(Instant.ofEpochMilli(Math.max(0, end)));
        }
        if (end - now > maxLifetimeMillis) {
            throw BadToken.invalid("good for too long (exp)");
        }
        return end + toleranceMillis;
    }

    private boolean looksAt(String name, Map<String, Object> claims) {
        return claims.containsKey(name) && !ignored.contains(name);
    }

    private static long millis(Map<String, Object> claims, String name) throws BadToken {
        if (!(claims.get(name) instanceof Number number)) {
            throw BadToken.invalid("a claim " + name + " that is no number");
        }
        double seconds = number.doubleValue();
        if (Double.isNaN(seconds)) {
            throw BadToken.invalid("a claim " + name + " that is no time");
        }
        return (long) (Math.clamp(seconds, -LAST, LAST) * 1000);
    }

    private void audience(Map<String, Object> claims) throws BadToken {
        if (audiences.isEmpty()) {
            return;
        }
        Object aud = claims.getOrDefault("aud", List.of());
        List<?> all = aud instanceof List<?> list ? list : List.of(aud);
        if (all.stream().noneMatch(audiences::contains)) {
            throw BadToken.invalid("for another audience (aud)");
        }
    }
}
