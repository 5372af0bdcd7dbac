package dev.sekisho.policy.jwt;

import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Size;
import dev.sekisho.model.ValuePattern;
import dev.sekisho.policy.Except;
import dev.sekisho.policy.TokenPlace;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code jwt} policy. */
public record JwtConfig(
        @Property("Who may issue tokens, found by the claim iss. At least one, unless consumers is true.")
        List<Issuer> issuers,

        @Property(
                value = "Whether consumers may use tokens of their own, verified by their secrets and public keys"
                        + " (consumers.jwt), each by its algorithm alone.",
                defaultValue = "false")
        boolean consumers,

        @Property(
                value = "Claim, or header parameter of the token where no such claim is there, that names the"
                        + " consumer's key.",
                defaultValue = "iss")
        String keyClaim,

        @Property(
                value = "Algorithms that issuers' tokens may be signed with (RFC 7518 section 3.1): RS, PS, ES, HS,"
                        + " each with 256, 384 or 512, and EdDSA. None given: RS256. Tokens without signature are"
                        + " never taken.",
                example = "[RS256, ES256]")
        List<String> algorithms,

        @Property(value = "How far clocks may differ, for exp and nbf.", defaultValue = "30s", min = "0s", max = "10m")
        Duration clockTolerance,

        @Property(
                value = "Audiences, of which a token must be for one (aud). None given: aud is not looked at.",
                example = "[orders]")
        List<String> audiences,

        @Property(value = "Whether a token must say when it ends (exp).", defaultValue = "true")
        boolean requireExpiry,

        @Property(
                value = "Time claims that are not looked at, of exp and nbf: a token that is not to end, or that began"
                        + " too early, is good all the same. None given: both count where they are there.",
                example = "[nbf]")
        List<String> ignoredTimes,

        @Property(
                value = "Longest time from now to the end of a token (exp); one that ends later, or never, is not"
                        + " valid.",
                min = "1s",
                max = "366d",
                example = "1h")
        Optional<Duration> maxLifetime,

        @Property(value = "Further claims that a token must have, else it is not valid.", example = "[sub]")
        List<String> requiredClaims,

        @Property(
                value = "Values that claims must have, in the forms of match; of a list one element. Else the request"
                        + " is forbidden. Dots lead into objects: realm.name.",
                example = "{ email_verified: \"true\" }")
        Map<String, ValuePattern> claims,

        @Property(value = "Scopes that a token must have, all of them.", example = "[orders.read]")
        List<String> scopes,

        @Property(
                value = "Claim that holds scopes: a text with blanks between them, or a list.",
                defaultValue = "scope",
                example = "scp")
        String scopeClaim,

        @Property(value = "Roles, of which a token must have one.", example = "[admin]")
        List<String> roles,

        @Property(
                value = "Claim that holds roles: a list, or a text with blanks or commas between them.",
                defaultValue = "roles",
                example = "realm_access.roles")
        String rolesClaim,

        @Property(
                value = "Whether roles of the token are groups of the client. A consumer that signs its tokens itself"
                        + " could claim any.",
                defaultValue = "true")
        boolean groupsFromRoles,

        @Property(
                value = "Where a token is looked for, in this order; the first that is there counts. None given:"
                        + " Authorization with the scheme Bearer.",
                example = "[{ header: Authorization }, { cookie: session }]")
        List<TokenPlace> from,

        @Property(value = "Whether the backend gets the token too.", defaultValue = "false")
        boolean forwardOriginalToken,

        @Property(
                value = "Header that gives the backend the claims as they stand in the token, in base64url.",
                example = "X-JWT-Payload")
        Optional<String> outputPayloadToHeader,

        @Property(
                value = "Whether the backend gets X-User-ID (sub), X-User-Email (email) and X-User-Roles (of"
                        + " rolesClaim, commas between them).",
                defaultValue = "true")
        boolean userHeaders,

        @Property(
                value = "Further headers for the backend, each with the claim that it holds. What clients send under"
                        + " these names is removed, also where no token is asked for.",
                example = "{ X-Tenant: tenant }")
        Map<String, String> claimHeaders,

        @Property(value = "Requests that need no token and whose token is not looked at.", defaultValue = "{}")
        Except except,

        @Property(
                value = "Whether requests without a token pass, as nobody known. A token that is there must be valid.",
                defaultValue = "false")
        boolean optional,

        @Property(
                value = "Name of the consumer as whom requests without a token pass. None given: as optional says.",
                example = "guest")
        Optional<String> anonymous,

        @Property(
                value =
                        "Whether requests whose token is wrong pass as that consumer too, as in Kong, unless another policy knows the client.",
                defaultValue = "false")
        boolean anonymousOnWrong,

        @Property(
                value = "How many verified tokens are kept until they end, so that they are not verified anew; 0 for"
                        + " none.",
                defaultValue = "10000",
                min = "0",
                max = "1000000")
        int cacheSize,

        @Property(
                value = "Largest token; a larger one is refused unread.",
                defaultValue = "8KiB",
                min = "256B",
                max = "64KiB")
        Size maxTokenSize,

        @Property(value = "Name of what is guarded, in challenges.", defaultValue = "api")
        String realm) {

    /** Takes copies, in the order of the document. */
    public JwtConfig {
        issuers = List.copyOf(issuers);
        algorithms = List.copyOf(algorithms);
        audiences = List.copyOf(audiences);
        ignoredTimes = List.copyOf(ignoredTimes);
        requiredClaims = List.copyOf(requiredClaims);
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
        from = List.copyOf(from);
        claimHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(claimHeaders));
    }

    /**
     * Signed tokens of anybody who has one of these keys, as nginx's {@code auth_jwt} takes them
     * (nginx.org/en/docs/http/ngx_http_auth_jwt_module.html): no claim has to be there, the backend gets the token and nothing beside it.
     *
     * @param keys a JWK set, secrets included
     * @param leeway how far clocks may differ
     * @param place where the token is: {@code header}, {@code cookie} or {@code query}
     * @param name its name there
     */
    public static JwtConfig ofKeys(Secret keys, String realm, Duration leeway, String place, String name) {
        Issuer issuer = new Issuer(
                "*",
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(keys),
                Duration.ofMinutes(10),
                100,
                Duration.ofSeconds(5),
                false);
        Optional<String> named = Optional.of(name);
        TokenPlace from = new TokenPlace(
                named.filter(each -> place.equals("header")),
                named.filter(each -> place.equals("cookie")),
                named.filter(each -> place.equals("query")));
        return new JwtConfig(
                List.of(issuer),
                false,
                "iss",
                List.of(
                        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256",
                        "HS384", "HS512", "EdDSA"),
                leeway,
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                "scope",
                List.of(),
                "roles",
                true,
                List.of(from),
                true,
                Optional.empty(),
                false,
                Map.of(),
                new Except(List.of(), List.of(), false),
                false,
                Optional.empty(),
                false,
                10_000,
                new Size(64 << 10),
                realm);
    }

    /** Who issues tokens, and where its keys are. */
    public record Issuer(
            @Property(
                    value =
                            "Value of the claim iss, to the letter; * for tokens of all that are not named, and without it,"
                                    + " with keys by jwksUri, jwks or jwksFile.",
                    example = "https://id.example.com")
            String issuer,

            @Property(
                    value = "URL of its JWK set. None given, nor another place of its keys: the issuer with"
                            + " /.well-known/jwks.json behind it.",
                    example = "https://id.example.com/keys")
            Optional<String> jwksUri,

            @Property(
                    value = "Whether jwks_uri of its OpenID configuration says where its keys are (issuer with"
                            + " /.well-known/openid-configuration behind it).",
                    defaultValue = "false")
            boolean discovery,

            @Property("Its JWK set itself, JSON with public keys.")
            Optional<String> jwks,

            @Property("A reference to its JWK set, such as ${file:/etc/keys.json}; may hold secrets for the HS"
                    + " algorithms.")
            Optional<Secret> jwksFile,

            @Property(
                    value = "How long keys are good before they are fetched anew, in the background.",
                    defaultValue = "10m",
                    min = "1m",
                    max = "1d")
            Duration maxAge,

            @Property(
                    value = "Keys kept ready for use; further ones of the set are read anew when a token needs them.",
                    defaultValue = "5",
                    min = "1",
                    max = "100")
            int maxKeys,

            @Property(
                    value = "How long one request to the issuer may take.",
                    defaultValue = "5s",
                    min = "100ms",
                    max = "1m")
            Duration timeout,

            @Property(
                    value = "Whether the URL may be a link-local address, where clouds hand out credentials.",
                    defaultValue = "false")
            boolean allowLinkLocal) {}
}
