package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.CredentialPlace;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Remembered;
import dev.sekisho.policy.Stage;
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
        ClaimFields fields = ClaimFields.of(config);
        return new JwtPolicy(
                verifier(config, fields, context),
                new Refusals(config.realm()),
                fields,
                new Exclusions(config.except()),
                places(config.from()),
                config.optional(),
                config.forwardOriginalToken(),
                Math.toIntExact(config.maxTokenSize().bytes()),
                new Remembered<>(config.cacheSize()),
                context.clock());
    }

    private static Verifier verifier(JwtConfig config, ClaimFields fields, PolicyContext context) {
        ConsumerKeys consumers = config.consumers()
                ? context.shared(ConsumerKeys.class, context.consumers(), () -> new ConsumerKeys(context.consumers()))
                : ConsumerKeys.NONE;
        TokenRules rules = new TokenRules(
                config.clockTolerance().toMillis(),
                config.requireExpiry(),
                config.audiences(),
                config.requiredClaims().stream()
                        .map(claim -> ClaimPath.of("requiredClaims", claim))
                        .toList());
        List<ClaimTest> claims = new ArrayList<>();
        config.claims().forEach((claim, value) -> claims.add(ClaimTest.of(claim, value)));
        config.scopes().forEach(Jwt::scope);
        return new Verifier(
                issuers(config, context),
                consumers,
                config.keyClaim(),
                algorithms(config.algorithms()),
                rules,
                new AccessRules(config.scopes(), config.roles(), claims),
                fields,
                ClaimPath.of("scopeClaim", config.scopeClaim()),
                ClaimPath.of("rolesClaim", config.rolesClaim()));
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

    /** RFC 6749 section 3.3, so that it can stand in a challenge. */
    private static void scope(String text) {
        if (!text.matches("[!#-\\[\\]-~]+")) {
            throw new IllegalArgumentException(
                    "scopes: \"" + text + "\" (expected: a scope, without blanks, quotation marks and backslashes)");
        }
    }

    private static List<CredentialPlace> places(List<JwtConfig.Place> config) {
        List<CredentialPlace> places = new ArrayList<>();
        for (JwtConfig.Place place : config) {
            places.add(place(place));
        }
        return places.isEmpty() ? List.of(bearer()) : List.copyOf(places);
    }

    private static CredentialPlace bearer() {
        return new CredentialPlace.Scheme("Bearer", Ascii.bytes("bearer"));
    }

    private static CredentialPlace place(JwtConfig.Place place) {
        Optional<CredentialPlace> header = place.header().map(Jwt::header);
        Optional<CredentialPlace> cookie = place.cookie()
                .map(name -> new CredentialPlace.Cookie(
                        name, Ascii.bytes(FieldNames.field("from.cookie", name).toString())));
        Optional<CredentialPlace> query =
                place.query().map(name -> new CredentialPlace.Parameter(name, Ascii.bytes(name)));
        List<CredentialPlace> named = List.of(header, cookie, query).stream()
                .flatMap(Optional::stream)
                .toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException("from: " + (named.isEmpty() ? "nothing" : "several")
                    + " in one place (expected: one of header, cookie and query)");
        }
        return named.getFirst();
    }

    private static CredentialPlace header(String name) {
        HeaderName field = FieldNames.field("from.header", name);
        return field.equals(HeaderName.AUTHORIZATION) ? bearer() : new CredentialPlace.Field(field);
    }

    @Override
    public String describe(JwtConfig config) {
        List<String> who = new ArrayList<>();
        config.issuers().forEach(issuer -> who.add(issuer.issuer()));
        if (config.consumers()) {
            who.add("consumers");
        }
        String needs = config.optional() ? "takes a token of " : "needs a token of ";
        String scopes = config.scopes().isEmpty() ? "" : " with the scopes " + String.join(" ", config.scopes());
        String roles = config.roles().isEmpty() ? "" : " with one of the roles " + String.join(", ", config.roles());
        return needs + String.join(" or ", who) + scopes + roles;
    }
}
