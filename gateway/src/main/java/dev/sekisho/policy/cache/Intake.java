package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Decision;
import dev.sekisho.policy.cache.rule.Freshness;
import dev.sekisho.policy.cache.rule.StorageRules;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Entry;
import dev.sekisho.policy.cache.store.Flight;
import dev.sekisho.policy.cache.store.Heads;
import dev.sekisho.policy.cache.store.Meta;
import dev.sekisho.policy.cache.store.Variants;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes what the backend answers into the store. Shared by exchanges; thread-safe.
 *
 * @param settings the settings
 * @param store where it goes
 * @param clock the wall clock
 */
record Intake(Settings settings, CacheStore store, InstantSource clock) {

    private static final int MOST_TAGS = 1000;
    private static final int MOST_VARY = 16;

    /** The backend's answer stands in the exchange: begins to keep it. Empty where it is none to keep. */
    Optional<Fill> begin(Fetch fetch, Exchange x) {
        ResponseHead response = x.response();
        Instant now = clock.instant();
        Decision decision = settings.decide(fetch, x, response, now);
        if (!fetch.mayStore
                || !decision.store()
                || decision.vary().size() > MOST_VARY
                || !settings.types().cover(response.headers())
                || mayBeCut(x)) {
            refused(fetch, response.status());
            return Optional.empty();
        }
        CacheKey place = place(fetch, decision.vary(), x.request().headers(), about(fetch, response.headers()));
        long age = age(fetch, response.headers(), x.loop(), now);
        Meta kept = meta(fetch, Heads.kept(response, decision.omit(), now), decision, age, now);
        long at = x.loop().now();
        Fill fill = new Fill(
                store.memory(),
                response.isBodiless(x.request().forwardMethod()) ? 0 : response.contentLength(),
                settings.maxObject(),
                body -> {
                    boolean stored =
                            store.put(place, new Entry(kept.withLength(body.readableBytes()), body, at), false);
                    fetch.land(store, stored ? Flight.Result.STORED : Flight.Result.FAILED);
                },
                result -> fetch.land(store, result));
        if (!fill.isOpen()) {
            fetch.land(store, Flight.Result.UNCACHEABLE);
            return Optional.empty();
        }
        return Optional.of(fill);
    }

    /** Whether the end of the connection ends the body, as with HTTP/1.0, so that nobody can tell whether it is whole. */
    private static boolean mayBeCut(Exchange x) {
        ResponseHead response = x.response();
        return response.minorVersion() == 0
                && response.contentLength() < 0
                && !response.isBodiless(x.request().forwardMethod());
    }

    /** What was stored is of no more use once there is a newer answer, unless that is an error. */
    private void refused(Fetch fetch, int status) {
        if (fetch.mayStore && status < 500 && fetch.stale().isPresent()) {
            store.remove(fetch.place, fetch.stale().get());
        }
        fetch.land(store, Flight.Result.UNCACHEABLE);
    }

    /** The key that a response goes under; makes known what it varies by. */
    private CacheKey place(Fetch fetch, List<String> vary, Headers request, Meta.About about) {
        if (vary.isEmpty()) {
            return fetch.key;
        }
        if (store.find(fetch.key) instanceof Variants known && known.names().equals(vary)) {
            return known.key(fetch.key, request);
        }
        Meta.About plain = new Meta.About(about.url(), List.of(), about.started());
        Variants variants = new Variants(plain, vary, store.invalidations().next());
        store.put(fetch.key, variants, false);
        return variants.key(fetch.key, request);
    }

    private static Meta.About about(Fetch fetch, Headers response) {
        List<String> tags = new ArrayList<>();
        for (String value : response.getAll(StorageRules.SURROGATE_KEY)) {
            for (String tag : value.split("[ \t]+", -1)) {
                if (!tag.isEmpty() && tags.size() < MOST_TAGS) {
                    tags.add(tag);
                }
            }
        }
        return new Meta.About(fetch.url, tags, fetch.started);
    }

    /** What is known of a response but the length of its body. {@code age} is its Age field, and how long it was on its way. */
    private Meta meta(Fetch fetch, ResponseHead head, Decision decision, long age, Instant now) {
        ResponseHead shown = Heads.kept(head, settings.hidden(), now);
        Meta.About about = about(fetch, head.headers());
        return Meta.of(about, head, shown, 0, decision.lifetime(), age, now.toEpochMilli(), decision.audience());
    }

    /** nginx counts from when it has the response, whatever its Age says. */
    private long age(Fetch fetch, Headers response, LoopContext loop, Instant now) {
        if (settings.nginx() != null) {
            return 0;
        }
        return Freshness.initialAge(response, Duration.ofNanos(Math.max(0, loop.now() - fetch.askedAt)), now);
    }

    /**
     * The backend's 304 stands in the exchange: what is stored is good again, with the fields of the 304 (RFC 9111 section 4.3.4).
     *
     * @return the response as it is now, with a body that the caller serves with {@link Entry#body}, and releases by {@link Entry#dropped}
     */
    Entry refresh(Fetch fetch, Exchange x) {
        Entry old = fetch.stale().orElseThrow();
        Instant now = clock.instant();
        ResponseHead whole = Heads.merged(old.meta().head(), x.response(), now);
        Decision decision = settings.decide(fetch, x, whole, now);
        long age = age(fetch, x.response().headers(), x.loop(), now);
        ByteBuf body = fetch.takeStale();
        Meta meta = meta(fetch, Heads.kept(whole, decision.omit(), now), decision, age, now)
                .withLength(body.readableBytes());
        Entry fresh = new Entry(meta, body, x.loop().now());
        if (decision.store() && fetch.mayStore) {
            Entry kept = new Entry(meta, body.retainedDuplicate(), x.loop().now());
            boolean stored = store.put(fetch.place, kept, true);
            fetch.land(store, stored ? Flight.Result.STORED : Flight.Result.FAILED);
        } else {
            store.remove(fetch.place, old);
            fetch.land(store, Flight.Result.UNCACHEABLE);
        }
        return fresh;
    }

    /** Takes out what only caches like this one are to see. */
    void strip(ResponseHead response) {
        if (settings.nginx() != null) {
            return;
        }
        response.headers().remove(StorageRules.SURROGATE_CONTROL);
        if (!settings.showTags()) {
            response.headers().remove(StorageRules.SURROGATE_KEY);
        }
    }
}
