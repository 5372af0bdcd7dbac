package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.Purgeable;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Purge;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A shared cache (RFC 9111) before the backend. What it finds for a request, it keeps as the exchange's attachment: a {@link Served}
 * where it is from the cache, a {@link Turn} where the backend is asked, an {@link Unsafe}, or
 * {@link CacheStatus#BYPASS}.
 *
 * @param settings the settings
 * @param store what is kept
 * @param lookup finds what is kept, and asks the backend
 * @param answers makes responses of what is kept
 * @param counts counts what came of requests
 */
record CachePolicy(Settings settings, CacheStore store, Lookup lookup, Answers answers, Counts counts)
        implements Policy, Purgeable {

    private static final HeaderName CONTENT_LOCATION = HeaderName.of("Content-Location");

    /** What a request makes invalid that changes something, as it was before the route's rewrite. */
    private record Unsafe(CacheKey key, String url) {}

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead request = x.request();
        Method method = request.method();
        Method forwarded = request.forwardMethod(); // what the backend is asked by counts as well
        if (!settings.methods().contains(method) || !settings.methods().contains(forwarded)) {
            if (settings.nginx() == null && (!method.isSafe() || !forwarded.isSafe())) {
                x.attach(new Unsafe(settings.key().key(x), KeyTemplate.url(x)));
            }
            return Outcome.CONTINUE;
        }
        return lookup.first(x);
    }

    @Override
    public Outcome onResponse(Exchange x) {
        Object kept = x.attachment().orElse(Outcome.CONTINUE);
        return switch (kept) {
            case Served served when x.reason() == Reason.NONE -> served(x, served); // else an error has taken its place
            case Turn turn -> answered(x, turn);
            case Unsafe unsafe -> changed(x, unsafe);
            case CacheStatus status -> told(x, status);
            default -> Outcome.CONTINUE;
        };
    }

    private Outcome served(Exchange x, Served served) {
        answers.finish(x.response(), served);
        x.cacheStatus(served.status().name());
        counts.add(served.status());
        return Outcome.CONTINUE;
    }

    Outcome told(Exchange x, CacheStatus status) {
        answers.tell(x.response(), status);
        x.cacheStatus(status.name());
        lookup.intake().strip(x.response());
        counts.add(status);
        return Outcome.CONTINUE;
    }

    /** Whatever an unsafe request has changed is fetched anew (RFC 9111 section 4.4). */
    private Outcome changed(Exchange x, Unsafe unsafe) {
        ResponseHead response = x.response();
        String url = unsafe.url();
        if (x.reason() == Reason.NONE && response.status() >= 200 && response.status() < 400) {
            store.invalidate(unsafe.key(), url);
            Invalidated.others(url, response.headers().get(HeaderName.LOCATION), store.invalidations()::invalidate);
            Invalidated.others(url, response.headers().get(CONTENT_LOCATION), store.invalidations()::invalidate);
        }
        lookup.intake().strip(response);
        return Outcome.CONTINUE;
    }

    /** The backend has answered, or there is an error in its place. */
    private Outcome answered(Exchange x, Turn turn) {
        Headers asked = x.request().headers();
        turn.restore(asked);
        ResponseHead response = x.response();
        if (x.reason() != Reason.NONE || settings.isError(response.status())) {
            Optional<Served> instead = answers.onError(x, turn);
            if (instead.isPresent()) {
                return replace(x, turn, instead.get());
            }
        }
        if (x.reason() != Reason.NONE) {
            turn.close(store);
            return told(x, turn.status);
        }
        if (response.status() == 304 && turn.conditional && turn.stale().isPresent()) {
            return replace(x, turn, answers.revalidated(x, lookup.intake().refresh(turn, x)));
        }
        NginxMode nginx = settings.nginx();
        boolean part = x.request().method() == Method.HEAD || turn.has(Signs.CONDITION | Signs.ORIGIN);
        if (nginx != null && turn.whole && part && !response.isBodiless(Method.GET)) {
            return new Outcome.Gather(Gathered.MOST, new Gathered(this, nginx, turn));
        }
        if (nginx == null && x.request().method() == Method.HEAD) {
            answers.compare(x, turn);
        } else {
            keep(x, turn);
        }
        turn.dropStale();
        return told(x, turn.status);
    }

    private void keep(Exchange x, Turn turn) {
        Optional<Fill> fill = lookup.intake().begin(turn, x);
        if (fill.isEmpty()) {
            return;
        }
        if (x.response().isBodiless(x.request().method())) {
            fill.get().whole();
        } else {
            x.filterBody(Turn.tap(x, fill.get()));
        }
    }

    private Outcome replace(Exchange x, Turn turn, Served served) {
        turn.close(store);
        x.attach(served);
        x.cacheStatus(served.status().name());
        counts.add(served.status());
        return new Outcome.Reply(answers.whole(served));
    }

    @Override
    public void onEnd(Exchange x) {
        switch (x.attachment().orElse(Outcome.CONTINUE)) {
            case Served served -> served.release();
            case Turn turn -> turn.close(store);
            default -> {
                // nothing is held
            }
        }
    }

    /** The answer where nothing may be asked (RFC 9111 section 5.2.1.7). */
    static Outcome nothingStored(Exchange x) {
        x.attach(CacheStatus.MISS);
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.POLICY, 504));
    }

    @Override
    public CompletableFuture<Integer> purge(By by, String text) {
        return store.purge(
                switch (by) {
                    case URL -> new Purge.Url(text);
                    case PREFIX -> new Purge.Prefix(text);
                    case KEY -> new Purge.Tag(text);
                    case ALL -> new Purge.All();
                });
    }

    @Override
    public Figures figures() {
        return new Figures(
                store.memory().count(), store.memory().bytes(), store.memory().evictions());
    }
}
