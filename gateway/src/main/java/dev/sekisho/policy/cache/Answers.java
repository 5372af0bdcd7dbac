package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Freshness;
import dev.sekisho.policy.cache.rule.NginxConditions;
import dev.sekisho.policy.cache.rule.StorageRules;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Entry;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes responses of what is stored. Thread-safe.
 *
 * @param settings the settings
 * @param store what is kept
 * @param clock the wall clock
 */
record Answers(Settings settings, CacheStore store, InstantSource clock) {

    private static final Map<CacheStatus, byte[]> TEXTS = texts();
    private static final byte[] NO_BODY = new byte[0];
    private static final long SECOND = 1000;

    private static Map<CacheStatus, byte[]> texts() {
        Map<CacheStatus, byte[]> texts = new EnumMap<>(CacheStatus.class);
        for (CacheStatus status : CacheStatus.values()) {
            texts.put(status, Ascii.bytes(status.name()));
        }
        return texts;
    }

    /**
     * A stored response on its way; empty where it was evicted just now.
     *
     * @param plain whether the request has neither conditions nor ranges
     */
    Optional<Served> served(Exchange x, Entry entry, CacheStatus status, boolean plain) {
        Optional<ByteBuf> body = entry.body();
        if (body.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                plain
                        ? new Served(entry.meta(), body.get(), status, entry.age(x.loop()), Shape.Whole.ONLY)
                        : served(x, entry, body.get(), status));
    }

    private Served served(Exchange x, Entry entry, ByteBuf body, CacheStatus status) {
        Shape shape = settings.nginx() == null
                ? Shape.of(x.request(), entry.meta().head(), entry.meta().length(), clock)
                : Shape.asNginx(x.request(), entry.meta().head(), entry.meta().length(), clock);
        return new Served(entry.meta(), body, status, entry.age(x.loop()), shape);
    }

    /** Whether 412 takes its place, as with nginx; by RFC 9111 only the origin knows. */
    boolean isFailed(Exchange x, Entry entry, boolean conditions) {
        ResponseHead stored = entry.meta().head();
        return conditions
                && stored.status() == 200
                && NginxConditions.of(x.request().headers(), stored.headers(), clock.instant())
                        == NginxConditions.FAILED;
    }

    /** Answers with it at once; {@link #finish} is still to come. */
    Response direct(Served served) {
        return served.meta().response().withSource(served);
    }

    /** What the status of a response in place does not say yet: age, shape, status of the cache. */
    void finish(ResponseHead head, Served served) {
        served.shape().head(head);
        if (settings.nginx() == null) { // which tells no age
            age(head.headers(), served.age() / SECOND);
        }
        tell(head, served.status());
    }

    private static void age(Headers headers, long seconds) {
        int start = headers.begin(Freshness.AGE, 20);
        headers.advance(Ascii.putDecimal(headers.bytes(), headers.end(), seconds));
        headers.finish(Freshness.AGE, start);
    }

    /** Tells how the response came about. */
    void tell(ResponseHead head, CacheStatus status) {
        if (settings.statusHeader().isPresent()) {
            HeaderName name = settings.statusHeader().get();
            head.headers().remove(name);
            byte[] text = TEXTS.getOrDefault(status, NO_BODY);
            head.headers().addChecked(name, text, 0, text.length);
        }
    }

    /** All of it in one response, for where it replaces another one. */
    Response whole(Served served) {
        ResponseHead head = new ResponseHead();
        head.copy(served.meta().head());
        if (settings.nginx() == null) {
            head.headers().remove(StorageRules.SURROGATE_CONTROL);
        }
        if (settings.nginx() == null && !settings.showTags()) {
            head.headers().remove(StorageRules.SURROGATE_KEY);
        }
        finish(head, served);
        return Response.copyOf(head, NO_BODY).because(Reason.NONE).withSource(served);
    }

    /** What is stored, in place of an error, where it may be. */
    Optional<Served> onError(Exchange x, Turn turn) {
        Optional<Entry> stale = turn.stale();
        if (stale.isEmpty()
                || !stale.get().meta().lifetime().mayServeOnError(stale.get().age(x.loop()))) {
            return Optional.empty();
        }
        return Optional.of(served(x, stale.get(), turn.takeStale(), CacheStatus.STALE));
    }

    /** What is stored, confirmed just now. */
    Served revalidated(Exchange x, Entry fresh) {
        ByteBuf body = fresh.body().orElseThrow();
        fresh.dropped();
        return served(x, fresh, body, CacheStatus.REVALIDATED);
    }

    /**
     * The response to a HEAD is in: a stored one to GET that differs from it is of no more use (RFC 9111 section 4.3.5).
     */
    void compare(Exchange x, Turn turn) {
        ResponseHead response = x.response();
        Optional<Entry> stored = turn.stale();
        if (response.status() != 200 || stored.isEmpty()) {
            return;
        }
        Headers fields = stored.get().meta().fields();
        boolean same = agree(HeaderName.ETAG, fields, response.headers())
                && agree(HeaderName.LAST_MODIFIED, fields, response.headers())
                && (response.contentLength() < 0
                        || response.contentLength() == stored.get().meta().length());
        if (!same) {
            store.remove(turn.place, stored.get());
        }
    }

    private static boolean agree(HeaderName name, Headers stored, Headers now) {
        return !now.contains(name) || now.get(name).equals(stored.get(name));
    }
}
