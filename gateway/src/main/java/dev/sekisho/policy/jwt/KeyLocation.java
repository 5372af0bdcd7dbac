package dev.sekisho.policy.jwt;

import dev.sekisho.model.LinkLocal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

/**
 * Where keys are fetched from, and how; equal for those who may share what was fetched.
 *
 * @param issuer whose keys they are
 * @param uri of its JWK set, or of its OpenID configuration
 * @param discovery whether the URI is that of the configuration
 * @param maxAge how long keys are good
 * @param maxKeys how many keys are kept ready
 * @param timeout of one request
 * @param allowLinkLocal whether link-local addresses may be asked
 */
record KeyLocation(
        String issuer,
        URI uri,
        boolean discovery,
        Duration maxAge,
        int maxKeys,
        Duration timeout,
        boolean allowLinkLocal) {

    /**
     * Of an issuer whose keys do not stand in the configuration.
     *
     * @throws IllegalArgumentException where its URL cannot be asked
     */
    static KeyLocation of(JwtConfig.Issuer config) {
        String base = config.issuer().endsWith("/")
                ? config.issuer().substring(0, config.issuer().length() - 1)
                : config.issuer();
        String setting = config.jwksUri().isPresent() ? "jwksUri" : "issuer";
        String text = config.discovery()
                ? base + "/.well-known/openid-configuration"
                : config.jwksUri().orElse(base + "/.well-known/jwks.json");
        URI uri = uri(setting, text, config.allowLinkLocal());
        return new KeyLocation(
                config.issuer(),
                uri,
                config.discovery(),
                config.maxAge(),
                config.maxKeys(),
                config.timeout(),
                config.allowLinkLocal());
    }

    /** The URL that an OpenID configuration names; must be as safe as that of the configuration. */
    URI jwksUri(String text) {
        URI found = uri("jwks_uri", text, allowLinkLocal);
        if (isHttps(uri) && !isHttps(found)) {
            throw new IllegalArgumentException("jwks_uri: " + found.getScheme() + " (expected: https, as the issuer)");
        }
        return found;
    }

    private static URI uri(String setting, String text, boolean allowLinkLocal) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(setting + ": no URL (expected: http:// or https://)", e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    setting
                            + ": no URL to ask (expected: http:// or https:// and a host; or the keys by jwksUri, jwks or jwksFile)");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(setting + ": a user or a fragment in the URL (expected: none)");
        }
        if (!allowLinkLocal && LinkLocal.isSpelledBy(uri.getHost())) {
            throw new IllegalArgumentException(setting + ": link-local address " + uri.getHost()
                    + " (expected: another, or allowLinkLocal: true if it is meant)");
        }
        return uri;
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** For logs: whose keys, and where, without a query. */
    @Override
    public String toString() {
        return issuer + " at " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
