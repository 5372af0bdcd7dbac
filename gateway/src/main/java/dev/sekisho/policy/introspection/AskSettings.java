package dev.sekisho.policy.introspection;

import dev.sekisho.policy.FetchUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Who is asked, how, and how long answers are good; equal for those who may share answers. Secrets in it print as nothing. Immutable.
 *
 * @param uri of the endpoint, or the issuer where its metadata says
 * @param issuer where its metadata says
 * @param client as whom
 * @param hint kind of token
 * @param cache how long an active token is
 * @param negativeCache how long another is not
 * @param cacheSize how many answers of each kind are kept
 * @param timeout of one request
 * @param maxConcurrent how many tokens are asked about at once
 * @param maxAnswer largest answer, bytes
 * @param allowLinkLocal whether link-local addresses may be asked
 */
record AskSettings(
        URI uri,
        Optional<String> issuer,
        IntrospectionConfig.Client client,
        Optional<String> hint,
        Duration cache,
        Duration negativeCache,
        int cacheSize,
        Duration timeout,
        int maxConcurrent,
        int maxAnswer,
        boolean allowLinkLocal) {

    /**
     * Those of a policy.
     *
     * @throws IllegalArgumentException where it is not one URL that can be asked
     */
    static AskSettings of(IntrospectionConfig config) {
        if (config.endpoint().isPresent() == config.issuer().isPresent()) {
            throw new IllegalArgumentException("endpoint: " + (config.endpoint().isPresent() ? "and issuer" : "none")
                    + " (expected: either endpoint or issuer)");
        }
        String setting = config.endpoint().isPresent() ? "endpoint" : "issuer";
        String text = config.endpoint().or(config::issuer).orElseThrow();
        return new AskSettings(
                FetchUrl.of(setting, text, config.allowLinkLocal(), ""),
                config.issuer(),
                config.client(),
                config.tokenTypeHint(),
                config.cache(),
                config.negativeCache(),
                config.cacheSize(),
                config.timeout(),
                config.maxConcurrent(),
                Math.toIntExact(config.maxAnswer().bytes()),
                config.allowLinkLocal());
    }

    /** For whom the client's assertions are. */
    String audience() {
        return client.audience().or(() -> issuer).orElse(uri.toString());
    }

    /** For logs. */
    @Override
    public String toString() {
        return FetchUrl.printable(uri);
    }
}
