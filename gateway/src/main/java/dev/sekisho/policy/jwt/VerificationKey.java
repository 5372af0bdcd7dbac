package dev.sekisho.policy.jwt;

import java.security.Key;
import java.util.Optional;

/**
 * A key that tokens are verified with. Immutable.
 *
 * @param key public key, or secret
 * @param algorithm the only one that it is for, if its owner says so
 */
record VerificationKey(Key key, Optional<SignatureAlgorithm> algorithm) {

    /** Whether it may verify signatures of that algorithm. */
    boolean fits(SignatureAlgorithm wanted) {
        return algorithm.map(only -> only == wanted).orElse(true) && wanted.fits(key);
    }
}
