package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.BearerTokens;
import dev.sekisho.policy.ClaimFields;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.Exclusions;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Remembered;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.TokenPlace;
import dev.sekisho.policy.TokenRefusals;
import dev.sekisho.policy.TokenRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code jwt}: who sends a request, by a signed JSON Web Token (RFC 7519, RFC 7515, RFC 8725, RFC 6750). */
public final class Jwt implements PolicyType<JwtConfig> {

    static final String NAME = "jwt";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<JwtConfig> configType() {
        return JwtConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(JwtConfig config, PolicyContext context) {
        if (config.issuers().isEmpty() && !config.consumers()) {
            throw new IllegalArgumentException("issuers: none (expected: an issuer, or consumers: true)");
        }
        if (config.consumers()
                && config.issuers().stream().anyMatch(issuer -> issuer.issuer().equals(Verifier.ANYBODY))) {
            throw new IllegalArgumentException(
                    "issuers: * beside consumers: true (expected: one of them; * takes tokens of consumers too)");
        }
        if (config.maxLifetime().isPresent() && config.ignoredTimes().contains("exp")) {
            throw new IllegalArgumentException("maxLifetime: given (expected: none where ignoredTimes has exp)");
        }
        ClaimFields fields = ClaimFields.of(
                config.userHeaders(), config.rolesClaim(), config.claimHeaders(), config.outputPayloadToHeader());
        Optional<Principal> anonymous = config.anonymous().map(name -> Identity.anonymous("anonymous", name, context));
        BearerTokens tokens = new BearerTokens(
                new TokenRefusals(config.realm(), Identity.forWrong(config.anonymousOnWrong(), anonymous)),
                fields,
                new Exclusions(config.except()),
                TokenPlace.places(config.from()),
                config.optional(),
                anonymous,
                config.forwardOriginalToken(),
                Math.toIntExact(config.maxTokenSize().bytes()));
        return new JwtPolicy(
                verifier(config, fields, context), tokens, new Remembered<>(config.cacheSize()), context.clock());
    }

    private static Verifier verifier(JwtConfig config, ClaimFields fields, PolicyContext context) {
        ConsumerKeys consumers = config.consumers()
                ? context.shared(ConsumerKeys.class, context.consumers(), () -> new ConsumerKeys(context.consumers()))
                : ConsumerKeys.NONE;
        TokenRules rules = new TokenRules(
                config.clockTolerance().toMillis(),
                config.requireExpiry() || config.maxLifetime().isPresent(),
                config.audiences(),
                config.requiredClaims().stream()
                        .map(claim -> ClaimPath.of("requiredClaims", claim))
                        .toList(),
                ignored(config.ignoredTimes()),
                config.maxLifetime().map(Duration::toMillis).orElse(TokenRules.NEVER));
        return new Verifier(
                issuers(config, context),
                consumers,
                config.keyClaim(),
                algorithms(config.algorithms()),
                rules,
                AccessRules.of(config.scopes(), config.roles(), config.claims()),
                fields,
                ClaimPath.of("scopeClaim", config.scopeClaim()),
                config.groupsFromRoles()
                        ? Optional.of(ClaimPath.of("rolesClaim", config.rolesClaim()))
                        : Optional.empty());
    }

    private static Set<String> ignored(List<String> times) {
        for (String name : times) {
            if (!name.equals("exp") && !name.equals("nbf")) {
                throw new IllegalArgumentException(
                        "ignoredTimes: " + FieldNames.printable(name) + " (expected: exp or nbf)");
            }
        }
        return Set.copyOf(times);
    }

    private static Map<String, KeySource> issuers(JwtConfig config, PolicyContext context) {
        Map<String, KeySource> issuers = new HashMap<>();
        for (JwtConfig.Issuer issuer : config.issuers()) {
            if (issuers.put(issuer.issuer(), keys(issuer, context)) != null) {
                throw new IllegalArgumentException("issuers: " + issuer.issuer() + " twice (expected: each once)");
            }
        }
        return Map.copyOf(issuers);
    }

    private static KeySource keys(JwtConfig.Issuer issuer, PolicyContext context) {
        int places = (issuer.jwksUri().isPresent() ? 1 : 0)
                + (issuer.discovery() ? 1 : 0)
                + (issuer.jwks().isPresent() ? 1 : 0)
                + (issuer.jwksFile().isPresent() ? 1 : 0);
        boolean known = issuer.jwksUri().isPresent()
                || issuer.jwks().isPresent()
                || issuer.jwksFile().isPresent();
        if (issuer.issuer().equals(Verifier.ANYBODY) && !known) {
            throw new IllegalArgumentException("issuers: * without keys (expected: one of jwksUri, jwks and jwksFile)");
        }
        if (places > 1) {
            throw new IllegalArgumentException(
                    "issuers: several places for keys (expected: one of jwksUri, discovery, jwks and jwksFile)");
        }
        if (issuer.jwks().isPresent()) {
            return fixed("jwks", issuer.jwks().get(), false, issuer.maxKeys());
        }
        if (issuer.jwksFile().isPresent()) {
            return fixed("jwksFile", issuer.jwksFile().get().reveal(), true, issuer.maxKeys());
        }
        KeyLocation location = KeyLocation.of(issuer);
        Fetcher fetcher = context.fetcher();
        return context.shared(
                        RemoteKeys.class,
                        location,
                        () -> new RemoteKeys(location, fetcher, Thread::startVirtualThread, System::nanoTime))
                .warm();
    }

    private static KeySource fixed(String setting, String json, boolean secrets, int maxKeys) {
        try {
            return new FixedKeys(KeySet.parse(json, secrets, maxKeys));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("issuers: " + setting + ": " + e.getMessage(), e);
        }
    }

    private static Set<SignatureAlgorithm> algorithms(List<String> names) {
        EnumSet<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        for (String name : names.isEmpty() ? List.of("RS256") : names) {
            algorithms.add(SignatureAlgorithm.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "algorithms: " + name + " (expected: " + SignatureAlgorithm.names() + ")")));
        }
        return algorithms;
    }

    @Override
    public String describe(JwtConfig config) {
        List<String> who = new ArrayList<>();
        config.issuers().forEach(issuer -> who.add(issuer.issuer()));
        if (config.consumers()) {
            who.add("consumers");
        }
        String needs = config.optional() || config.anonymous().isPresent() ? "takes a token of " : "needs a token of ";
        return needs + String.join(" or ", who) + AccessRules.describe(config.scopes(), config.roles());
    }
}
