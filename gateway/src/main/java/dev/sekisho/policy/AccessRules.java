package dev.sekisho.policy;

import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a valid token must allow. Immutable, thread-safe.
 *
 * @param scopes all of them
 * @param roles one of them; empty for any
 * @param claims all of them
 */
public record AccessRules(List<String> scopes, List<String> roles, List<ClaimTest> claims) {

    /** Why a request may not pass. */
    public enum Denial {
        /** The token has not all scopes. */
        SCOPE,
        /** It has none of the roles. */
        ROLE,
        /** A claim has another value. */
        CLAIM
    }

    /**
     * Those of settings.
     *
     * @throws IllegalArgumentException where a scope is none (RFC 6749 section 3.3), so that it can stand in a challenge, or a
     *     regular expression is none
     */
    public static AccessRules of(List<String> scopes, List<String> roles, Map<String, ValuePattern> claims) {
        for (String scope : scopes) {
            if (!scope.matches("[!#-\\[\\]-~]+")) {
                throw new IllegalArgumentException("scopes: \"" + scope
                        + "\" (expected: a scope, without blanks, quotation marks and backslashes)");
            }
        }
        List<ClaimTest> tests = new ArrayList<>();
        claims.forEach((claim, value) -> tests.add(ClaimTest.of(claim, value)));
        return new AccessRules(scopes, roles, List.copyOf(tests));
    }

    /** What of it {@code explain} tells. */
    public static String describe(List<String> scopes, List<String> roles) {
        return (scopes.isEmpty() ? "" : " with the scopes " + String.join(" ", scopes))
                + (roles.isEmpty() ? "" : " with one of the roles " + String.join(", ", roles));
    }

    /** What is in the way; empty where nothing is. */
    public Optional<Denial> check(Principal principal) {
        if (!claims.stream().allMatch(test -> test.holds(principal.claims()))) {
            return Optional.of(Denial.CLAIM);
        }
        if (!roles.isEmpty() && Collections.disjoint(roles, principal.groups())) {
            return Optional.of(Denial.ROLE);
        }
        return principal.scopes().containsAll(scopes) ? Optional.empty() : Optional.of(Denial.SCOPE);
    }
}
