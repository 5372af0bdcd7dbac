package dev.sekisho.policy.jwt;

import dev.sekisho.policy.FetchUrl;
import java.net.URI;
import java.time.Duration;

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
        URI uri = FetchUrl.of(setting, text, config.allowLinkLocal(), "; or the keys by jwksUri, jwks or jwksFile");
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
        return FetchUrl.named("jwks_uri", text, uri, allowLinkLocal);
    }

    /** For logs: whose keys, and where, without a query. */
    @Override
    public String toString() {
        return issuer + " at " + FetchUrl.printable(uri);
    }
}
