package dev.sekisho.policy;

import java.net.URI;
import java.util.Map;

/** What an issuer publishes of itself (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3). */
public final class IssuerMetadata {

    /** Largest document that is read. */
    public static final int MAX_BYTES = 256 << 10;

    private IssuerMetadata() {}

    /** Where OpenID providers publish it: behind the issuer. */
    public static URI openId(String issuer) {
        return URI.create(bare(issuer) + "/.well-known/openid-configuration");
    }

    /** Where authorisation servers publish it: between host and path of the issuer. */
    public static URI oauth(String issuer) {
        URI uri = URI.create(bare(issuer));
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/.well-known/oauth-authorization-server"
                + uri.getRawPath());
    }

    private static String bare(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    /**
     * A member of a document that was fetched.
     *
     * @throws IllegalArgumentException where it is no such document, of another issuer, or the member is no text
     */
    public static String member(Fetcher.Answer answer, String issuer, String name) {
        if (answer.status() != 200) {
            throw new IllegalArgumentException("issuer metadata: status " + answer.status() + " (expected: 200)");
        }
        Map<String, Object> members;
        try {
            members = StrictJson.object(answer.body());
        } catch (BadToken e) {
            throw new IllegalArgumentException("issuer metadata: " + e.why() + " (expected: a JSON object)", e);
        }
        if (!issuer.equals(members.get("issuer"))) {
            throw new IllegalArgumentException(
                    "issuer metadata: of another issuer (expected: to the letter " + issuer + ")");
        }
        if (!(members.get(name) instanceof String text)) {
            throw new IllegalArgumentException("issuer metadata: no " + name + " (expected: a URL)");
        }
        return text;
    }
}
