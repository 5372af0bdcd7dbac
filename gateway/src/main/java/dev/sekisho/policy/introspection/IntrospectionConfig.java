package dev.sekisho.policy.introspection;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code introspection} policy. */
public record IntrospectionConfig(
        @Property(
                value = "URL of the introspection endpoint. Either this or issuer.",
                example = "https://id.example.com/oauth2/introspect")
        Optional<String> endpoint,

        @Property(
                value =
                        "Issuer whose metadata names the endpoint (introspection_endpoint; issuer with /.well-known/openid-configuration behind it, else as RFC 8414 says).",
                example = "https://id.example.com")
        Optional<String> issuer,

        @Property("As whom the gateway asks.") Client client,

        @Property(value = "What kind of token the endpoint is told it is.", example = "access_token")
        Optional<String> tokenTypeHint,

        @Property(
                value = "Audiences, of which a token must be for one (aud). None given: aud is not looked at.",
                example = "[orders]")
        List<String> audiences,

        @Property(
                value = "Issuers, of which one must have issued a token (iss). None given: iss is not looked at.",
                example = "[https://id.example.com]")
        List<String> issuers,

        @Property(
                value =
                        "Values that members of the answer must have, in the forms of match; of a list one element. Else the request is forbidden. Dots lead into objects.",
                example = "{ client_id: shop }")
        Map<String, ValuePattern> claims,

        @Property(value = "Scopes that a token must have, all of them.", example = "[orders.read]")
        List<String> scopes,

        @Property(value = "Roles, of which a token must have one.", example = "[admin]")
        List<String> roles,

        @Property(
                value = "Member of the answer that holds roles: a list, or a text with blanks or commas between them.",
                defaultValue = "roles",
                example = "realm_access.roles")
        String rolesClaim,

        @Property(
                value =
                        "Member of the answer whose value names the consumer who asks. None given, or no such consumer: no consumer is known.",
                example = "client_id")
        Optional<String> consumerClaim,

        @Property(value = "How far clocks may differ, for exp and nbf.", defaultValue = "30s", min = "0s", max = "10m")
        Duration clockTolerance,

        @Property(
                value =
                        "Where a token is looked for, in this order; the first that is there counts. None given: Authorization with the scheme Bearer.",
                example = "[{ header: Authorization }, { cookie: session }]")
        List<TokenPlace> from,

        @Property(value = "Whether the backend gets the token too.", defaultValue = "false")
        boolean forwardOriginalToken,

        @Property(
                value =
                        "Whether the backend gets X-User-ID (sub, else username), X-User-Email (email) and X-User-Roles (of rolesClaim, commas between them).",
                defaultValue = "true")
        boolean userHeaders,

        @Property(
                value =
                        "Further headers for the backend, each with the member of the answer that it holds. What clients send under these names is removed, also where no token is asked for.",
                example = "{ X-Tenant: tenant }")
        Map<String, String> claimHeaders,

        @Property(value = "Requests that need no token and whose token is not looked at.", defaultValue = "{}")
        Except except,

        @Property(
                value = "Whether requests without a token pass, as nobody known. A token that is there must be valid.",
                defaultValue = "false")
        boolean optional,

        @Property(
                value =
                        "How long an answer that a token is active is good, never past the token's end (exp). As long a withdrawn token may still pass.",
                defaultValue = "5m",
                min = "0s",
                max = "1h")
        Duration cache,

        @Property(
                value = "How long an answer that a token is not active is good.",
                defaultValue = "10s",
                min = "0s",
                max = "5m")
        Duration negativeCache,

        @Property(
                value = "How many answers of each kind are kept; 0 for none.",
                defaultValue = "10000",
                min = "0",
                max = "1000000")
        int cacheSize,

        @Property(
                value = "How long one request to the endpoint may take.",
                defaultValue = "5s",
                min = "100ms",
                max = "1m")
        Duration timeout,

        @Property(
                value =
                        "For how many tokens the endpoint is asked at once; requests with further ones are answered 503.",
                defaultValue = "100",
                min = "1",
                max = "10000")
        int maxConcurrent,

        @Property(
                value = "Largest answer of the endpoint; a larger one is none.",
                defaultValue = "16KiB",
                min = "1KiB",
                max = "1MiB")
        Size maxAnswer,

        @Property(
                value = "Largest token; a larger one is refused unread.",
                defaultValue = "8KiB",
                min = "256B",
                max = "64KiB")
        Size maxTokenSize,

        @Property(value = "Name of what is guarded, in challenges.", defaultValue = "api")
        String realm,

        @Property(
                value = "Whether the URL may be a link-local address, where clouds hand out credentials.",
                defaultValue = "false")
        boolean allowLinkLocal) {

    /** Takes copies, in the order of the document. */
    public IntrospectionConfig {
        audiences = List.copyOf(audiences);
        issuers = List.copyOf(issuers);
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
        from = List.copyOf(from);
        claimHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(claimHeaders));
    }

    /** As whom the gateway asks; a secret is shown nowhere. */
    public record Client(
            @Property(
                    value =
                            "How it proves who it is (RFC 7591 section 2): client_secret_basic and client_secret_post send id and secret; client_secret_jwt and private_key_jwt sign an assertion (RFC 7523); bearer sends a token of its own; none sends the id, if there is one.",
                    defaultValue = "client_secret_basic")
            Method method,

            @Property(value = "Its id.", example = "gateway")
            Optional<String> id,

            @Property(
                    value = "Its secret, for client_secret_basic, client_secret_post and client_secret_jwt.",
                    example = "${env:INTROSPECTION_SECRET}")
            Optional<Secret> secret,

            @Property(
                    value = "Its private key for private_key_jwt: PEM in PKCS #8, RSA or EC, not encrypted.",
                    example = "${file:/etc/sekisho/client.key}")
            Optional<Secret> key,

            @Property(value = "Name of that key (kid), if the server needs it.", example = "gateway-1")
            Optional<String> keyId,

            @Property(
                    value =
                            "What assertions are signed with: HS256, HS384 or HS512 for client_secret_jwt; RS, PS or ES with 256, 384 or 512 for private_key_jwt. None given: HS256 or RS256.",
                    example = "ES256")
            Optional<String> algorithm,

            @Property(
                    value = "For whom assertions are (aud). None given: the issuer, else the URL of the endpoint.",
                    example = "https://id.example.com")
            Optional<String> audience,

            @Property(value = "Its token, for bearer.", example = "${env:INTROSPECTION_TOKEN}")
            Optional<Secret> token) {}

    /** How a client proves who it is. */
    public enum Method {
        /** RFC 6749 section 2.3.1, in the Authorization field. */
        CLIENT_SECRET_BASIC,
        /** RFC 6749 section 2.3.1, in the body. */
        CLIENT_SECRET_POST,
        /** RFC 7523 section 2.2, with a code by the secret. */
        CLIENT_SECRET_JWT,
        /** RFC 7523 section 2.2, with a signature. */
        PRIVATE_KEY_JWT,
        /** RFC 6750 section 2.1. */
        BEARER,
        /** Not at all. */
        NONE;

        /** As registered at IANA. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
