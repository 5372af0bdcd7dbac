package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.BadToken;
import dev.sekisho.policy.ClaimFields;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.TokenRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whose a token is, and whether it is valid: first whose keys, then the signature, then the claims, so that nothing is told
 * of a token that nobody signed. Immutable, thread-safe, never blocks.
 *
 * @param issuers keys of issuers by the claim iss
 * @param consumers keys of consumers
 * @param keyClaim claim that names a consumer's key
 * @param algorithms what issuers' tokens may be signed with
 * @param rules for claims
 * @param access what the token must allow
 * @param fields what the backend is told
 * @param scopes claim that holds scopes
 * @param roles claim that holds roles, which are groups of the client; empty for none
 */
record Verifier(
        Map<String, KeySource> issuers,
        ConsumerKeys consumers,
        String keyClaim,
        Set<SignatureAlgorithm> algorithms,
        TokenRules rules,
        AccessRules access,
        ClaimFields fields,
        ClaimPath scopes,
        Optional<ClaimPath> roles) {

    /** Stands for every issuer that is not named, and for none. */
    static final String ANYBODY = "*";

    private static final KeySource CONFIGURED = new FixedKeys(KeySet.NONE);

    /** Whose token it claims to be. */
    sealed interface Claimed {}

    /** An issuer's. */
    record OfIssuer(KeySource keys, SignatureAlgorithm algorithm) implements Claimed {}

    /** A consumer's. */
    record OfConsumer(ConsumerKeys.Signer signer) implements Claimed {}

    /**
     * Whose token it claims to be.
     *
     * @throws BadToken where it is nobody's, or signed with what may not be
     */
    Claimed claimed(CompactToken token) throws BadToken {
        KeySource issuer = token.claims().get("iss") instanceof String iss ? issuers.get(iss) : null;
        issuer = issuer == null ? issuers.get(ANYBODY) : issuer;
        if (issuer != null) {
            return new OfIssuer(
                    issuer,
                    SignatureAlgorithm.named(token.algorithm())
                            .filter(algorithms::contains)
                            .orElseThrow(() -> BadToken.invalid("an algorithm that is not allowed")));
        }
        Object key = token.claims().getOrDefault(keyClaim, token.header().getOrDefault(keyClaim, ""));
        ConsumerKeys.Signer signer = key instanceof String name
                ? consumers.find(name).orElseThrow(() -> BadToken.invalid("of an unknown issuer"))
                : null;
        if (signer == null) {
            throw BadToken.invalid("of an unknown issuer");
        }
        if (!signer.algorithm().toString().equals(token.algorithm())) {
            throw BadToken.invalid("an algorithm that is not the consumer's");
        }
        return new OfConsumer(signer);
    }

    /**
     * Verifies an issuer's token.
     *
     * @param now wall clock, milliseconds
     * @throws BadToken where it is not valid
     */
    VerifiedToken verify(CompactToken token, OfIssuer claimed, long now) throws BadToken {
        KeySource source = claimed.keys();
        long version = source.version();
        List<VerificationKey> keys = source.keys().candidates(token.kid(), claimed.algorithm());
        if (keys.isEmpty()) {
            source.missing();
            throw BadToken.invalid("no key of its issuer fits");
        }
        for (VerificationKey key : keys) {
            if (claimed.algorithm().verify(key.key(), token.signed(), token.signature())) {
                return valid(token, source, version, Optional.empty(), now);
            }
        }
        throw BadToken.invalid("the signature is wrong");
    }

    /** The same for a consumer's token. */
    VerifiedToken verify(CompactToken token, OfConsumer claimed, long now) throws BadToken {
        ConsumerKeys.Signer signer = claimed.signer();
        if (!signer.algorithm().verify(signer.key().key(), token.signed(), token.signature())) {
            throw BadToken.invalid("the signature is wrong");
        }
        return valid(token, CONFIGURED, CONFIGURED.version(), Optional.of(signer.consumer()), now);
    }

    private VerifiedToken valid(
            CompactToken token, KeySource source, long version, Optional<KnownConsumer> consumer, long now)
            throws BadToken {
        long until = rules.check(token.claims(), now);
        Principal principal = principal(token, consumer);
        return new VerifiedToken(
                principal, fields.of(token.claims(), token.payload()), until, source, version, access.check(principal));
    }

    private Principal principal(CompactToken token, Optional<KnownConsumer> consumer) {
        Object sub = token.claims().getOrDefault("sub", "");
        Object issuer = token.claims().getOrDefault("iss", "");
        Set<String> groups = new HashSet<>();
        roles.ifPresent(claim -> groups.addAll(claim.words(token.claims())));
        consumer.ifPresent(known -> groups.addAll(known.groups()));
        String subject = sub instanceof String || sub instanceof Number
                ? sub.toString()
                : consumer.map(KnownConsumer::name).orElse("");
        return new Principal(
                Jwt.NAME,
                subject,
                consumer,
                issuer.toString(),
                groups,
                Set.copyOf(scopes.words(token.claims())),
                token.claims());
    }
}
