package dev.sekisho.policy.jwt;

import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.Fetcher.Answer;
import dev.sekisho.policy.Fetcher.Ask;
import dev.sekisho.policy.IssuerMetadata;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks an issuer for its keys once, by its OpenID configuration (OpenID Connect Discovery 1.0 section 4) where that is wanted. */
record KeyFetch(KeyLocation location, Fetcher fetcher) {

    /** Largest answer, bytes. */
    private static final int MAX_ANSWER = 256 << 10;

    /** The keys; fails where there are none to be had. */
    CompletableFuture<KeySet> run() {
        return location.discovery()
                ? ask(location.uri())
                        .thenCompose(answer -> ask(discovered(answer)))
                        .thenApply(this::keys)
                : ask(location.uri()).thenApply(this::keys);
    }

    private CompletableFuture<Answer> ask(URI uri) {
        return fetcher.fetch(Ask.get(uri, location.timeout(), MAX_ANSWER));
    }

    private URI discovered(Answer answer) {
        return location.jwksUri(IssuerMetadata.member(answer, location.issuer(), "jwks_uri"));
    }

    private KeySet keys(Answer answer) {
        return KeySet.parse(new String(ok(answer), StandardCharsets.UTF_8), false, location.maxKeys());
    }

    private static byte[] ok(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalArgumentException("status " + answer.status() + " (expected: 200)");
        }
        return answer.body();
    }
}
