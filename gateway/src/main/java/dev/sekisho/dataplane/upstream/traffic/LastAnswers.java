package dev.sekisho.dataplane.upstream.traffic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Response;
import dev.sekisho.model.KeptAnswers;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last good answers of a route, for when its service fails. Only what a shared cache may store and serve stale is kept
 * (RFC 9111 sections 3, 4.2.4). Thread-safe.
 */
public final class LastAnswers {

    private static final HeaderName AGE = HeaderName.of("Age");
    private static final HeaderName RANGE = HeaderName.of("Range");
    private static final int ENTRY = 4 << 10; // bytes an entry takes beside its body, about

    private final KeptAnswers rules;
    private final Cache<String, Kept> kept;

    private record Kept(Response response, long at, boolean forAll) {}

    /** Keeps nothing yet. */
    public LastAnswers(KeptAnswers rules) {
        this.rules = rules;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(rules.maxSize().bytes())
                .weigher((String key, Kept entry) ->
                        ENTRY + key.length() + entry.response().body().length)
                .executor(Runnable::run)
                .build();
    }

    /** Largest body that is kept, bytes. */
    public int maxBody() {
        return (int) rules.maxBody().bytes();
    }

    /** What an answer to this request is kept under, or null where none is. */
    public @Nullable String key(Exchange x) {
        Method method = x.request().method();
        Headers headers = x.request().headers();
        if ((method != Method.GET && method != Method.HEAD) || x.request().hasBody() || headers.contains(RANGE)) {
            return null;
        }
        return x.request().hostText()
                + ' '
                + x.request().pathText()
                + '?'
                + x.request().queryText().orElse("")
                + ' '
                + headers.getAll(HeaderName.ACCEPT)
                + headers.getAll(HeaderName.ACCEPT_ENCODING)
                + headers.getAll(HeaderName.ACCEPT_LANGUAGE);
    }

    /** Keeps an answer to a GET, if it may be kept. {@code now} is a {@link System#nanoTime} value. */
    public void keep(String key, Exchange x, CapturedAnswer answer, long now) {
        Headers fields = answer.head().headers();
        String control =
                String.join(",", fields.getAll(HeaderName.CACHE_CONTROL)).toLowerCase(Locale.ROOT);
        boolean forAll = Directives.has(control, "public");
        boolean good = answer.head().status() == 200 || answer.head().status() == 203;
        if (good
                && x.request().method() == Method.GET
                && (forAll || !isPersonal(x))
                && Directives.allowStale(control)
                && Directives.variesByAccept(fields.getAll(HeaderName.VARY))
                && !fields.contains(HeaderName.SET_COOKIE)) {
            kept.put(key, new Kept(Response.copyOf(answer.head(), answer.body()), now, forAll));
        }
    }

    /** The last good answer to this request, with its age. */
    public Optional<Response> find(String key, Exchange x, long now) {
        Kept found = kept.getIfPresent(key);
        if (found == null || !found.forAll() && isPersonal(x)) {
            return Optional.empty();
        }
        long age = now - found.at();
        if (age > rules.maxAge().toNanos()) {
            kept.invalidate(key);
            return Optional.empty();
        }
        return Optional.of(found.response().with(AGE, Long.toString(TimeUnit.NANOSECONDS.toSeconds(age))));
    }

    private static boolean isPersonal(Exchange x) {
        Headers headers = x.request().headers();
        return headers.contains(HeaderName.AUTHORIZATION) || headers.contains(HeaderName.COOKIE);
    }
}
