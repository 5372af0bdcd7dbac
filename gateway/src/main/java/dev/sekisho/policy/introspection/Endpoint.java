package dev.sekisho.policy.introspection;

import dev.sekisho.policy.FetchUrl;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.IssuerMetadata;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where tokens are asked about: as configured, or as an issuer's metadata says, which is read once, and again after each pause of an
 * outage, since the endpoint may have moved. Thread-safe. */
final class Endpoint {

    private final AskSettings settings;
    private final Fetcher fetcher;
    private final AtomicReference<@Nullable CompletableFuture<URI>> found = new AtomicReference<>();

    Endpoint(AskSettings settings, Fetcher fetcher) {
        this.settings = settings;
        this.fetcher = fetcher;
        if (settings.issuer().isEmpty()) {
            found.set(CompletableFuture.completedFuture(settings.uri()));
        }
    }

    /** Its URL; fails where the issuer does not tell. Several who ask at once wait for one answer. */
    CompletableFuture<URI> uri() {
        CompletableFuture<URI> known = found.get();
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<URI> mine = new CompletableFuture<>();
        CompletableFuture<URI> other = found.compareAndExchange(known, mine);
        if (other != known && other != null) {
            return other;
        }
        CompletableFuture<URI> asked;
        try {
            asked = discover(settings.issuer().orElseThrow());
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e); // or all others would wait for ever
        }
        asked.whenComplete((uri, failure) -> {
            if (failure == null) {
                mine.complete(uri);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    /** What the metadata said is read again when it is needed next. */
    void forget() {
        if (settings.issuer().isPresent()) {
            found.set(null);
        }
    }

    private CompletableFuture<URI> discover(String issuer) {
        URI openId = IssuerMetadata.openId(issuer);
        URI oauth = IssuerMetadata.oauth(issuer);
        return ask(openId)
                .thenCompose(answer -> answer.status() == 200
                        ? CompletableFuture.completedFuture(named(issuer, answer, openId))
                        : ask(oauth).thenApply(second -> named(issuer, second, oauth)));
    }

    private CompletableFuture<Fetcher.Answer> ask(URI uri) {
        return fetcher.fetch(Fetcher.Ask.get(uri, settings.timeout(), IssuerMetadata.MAX_BYTES));
    }

    private URI named(String issuer, Fetcher.Answer answer, URI document) {
        String name = "introspection_endpoint";
        return FetchUrl.named(name, IssuerMetadata.member(answer, issuer, name), document, settings.allowLinkLocal());
    }
}
