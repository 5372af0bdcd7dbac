package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.Asked;
import org.junit.jupiter.api.Test;

/** How strict the policy is with what tokens say of times and roles, and where they stand. */
class JwtLatitudeTest {

    private final ChainHarness harness = new ChainHarness();
    private final JwtSettings settings = new JwtSettings();
    private final long now = settings.now.getEpochSecond();

    private String token(String more) {
        return SignedTokens.rs256(SignedTokens.RSA, SignedTokens.claims(now + 60, more));
    }

    private Policy policy(String more) {
        return settings.policy(
                "{ issuers: [ { issuer: \"" + SignedTokens.ISSUER + "\", jwks: RSA_SET } ], " + more + " }");
    }

    private Exchange ask(Policy policy, String name, String value) {
        return Asked.ask(harness, policy, "/", name + ": " + value);
    }

    private Exchange bear(Policy policy, String token) {
        return ask(policy, "Authorization", "Bearer " + token);
    }

    private void assertPasses(Exchange x) {
        assertThat(harness.status()).as(x.detail()).isEqualTo(200);
    }

    private void assertRefused(Exchange x, int status, String error, Reason reason) {
        assertThat(harness.status()).as(x.detail()).isEqualTo(status);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\"");
        assertThat(x.reason()).isEqualTo(reason);
    }

    @Test
    void timesThatAreIgnoredAreNotLookedAt() {
        String old = SignedTokens.rs256(SignedTokens.RSA, SignedTokens.claims(now - 600, ",\"nbf\":" + (now + 600)));
        assertPasses(bear(policy("requireExpiry: false, ignoredTimes: [ exp, nbf ]"), old));
        Exchange x = bear(policy("requireExpiry: false, ignoredTimes: [ nbf ]"), old);
        assertRefused(x, 401, "token_expired", Reason.AUTH_EXPIRED);
        assertThatThrownBy(() -> policy("ignoredTimes: [ iat ]"))
                .hasMessageContaining("ignoredTimes: iat (expected: exp or nbf)");
    }

    @Test
    void aTokenThatIsGoodForTooLongIsNot() {
        Policy policy = policy("maxLifetime: 2m");
        assertPasses(bear(policy, token("")));
        String longer = SignedTokens.rs256(SignedTokens.RSA, SignedTokens.claims(now + 121, ""));
        assertRefused(bear(policy, longer), 401, "invalid_token", Reason.AUTH_INVALID);
        assertThatThrownBy(() -> policy("maxLifetime: 2m, ignoredTimes: [ exp ]"))
                .hasMessageContaining("maxLifetime: given");
    }

    @Test
    void rolesNeedNotBeGroups() {
        Exchange x = bear(policy("groupsFromRoles: false"), token(",\"roles\":[\"admin\"]"));
        assertPasses(x);
        assertThat(x.principal().groups()).isEmpty();
    }

    @Test
    void aTokenInAFieldOfItsOwnMayHaveItsScheme() {
        Policy policy = policy("from: [ { header: X-Token } ]");
        assertPasses(ask(policy, "X-Token", token("")));
        assertPasses(ask(policy, "X-Token", "bearer  " + token("")));
        assertRefused(ask(policy, "X-Token", "Bearer "), 401, "invalid_token", Reason.AUTH_INVALID);
    }

    /** As with nginx, whoever has one of the keys may be whom it likes. */
    @Test
    void tokensOfAllIssuersMayBeTaken() {
        Policy policy = settings.policy("{ issuers: [ { issuer: \"*\", jwks: RSA_SET } ], requireExpiry: false }");
        assertPasses(bear(policy, token("")));
        assertPasses(
                bear(policy, SignedTokens.rs256(SignedTokens.RSA, "{\"iss\":\"else\",\"exp\":" + (now + 60) + "}")));
        assertPasses(bear(policy, SignedTokens.rs256(SignedTokens.RSA, "{\"sub\":\"anna\"}")));
        assertPasses(bear(policy, SignedTokens.rs256(SignedTokens.RSA, "{\"iss\":7}")));
        String old = SignedTokens.rs256(SignedTokens.RSA, "{\"exp\":" + (now - 60) + "}");
        assertRefused(bear(policy, old), 401, "token_expired", Reason.AUTH_EXPIRED);
        String cut = token("");
        assertRefused(bear(policy, cut.substring(0, cut.length() - 8)), 401, "invalid_token", Reason.AUTH_INVALID);
        assertThatThrownBy(() -> settings.policy("{ issuers: [ { issuer: \"*\" } ] }"))
                .hasMessageContaining("issuers: * without keys (expected: one of jwksUri, jwks and jwksFile)");
        assertThatThrownBy(() -> settings.policy("{ consumers: true, issuers: [ { issuer: \"*\", jwks: RSA_SET } ] }"))
                .hasMessageContaining("issuers: * beside consumers: true");
    }
}
