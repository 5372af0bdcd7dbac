package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.identity.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a valid token must allow. Immutable, thread-safe.
 *
 * @param scopes all of them
 * @param roles one of them; empty for any
 * @param claims all of them
 */
record AccessRules(List<String> scopes, List<String> roles, List<ClaimTest> claims) {

    /** Why a request may not pass. */
    enum Denial {
        /** The token has not all scopes. */
        SCOPE,
        /** It has none of the roles. */
        ROLE,
        /** A claim has another value. */
        CLAIM
    }

    /** What is in the way; empty where nothing is. */
    Optional<Denial> check(Principal principal) {
        if (!claims.stream().allMatch(test -> test.holds(principal.claims()))) {
            return Optional.of(Denial.CLAIM);
        }
        if (!roles.isEmpty() && Collections.disjoint(roles, principal.groups())) {
            return Optional.of(Denial.ROLE);
        }
        return principal.scopes().containsAll(scopes) ? Optional.empty() : Optional.of(Denial.SCOPE);
    }
}
