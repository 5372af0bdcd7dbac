package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.cache.rule.CacheControl;
import dev.sekisho.policy.cache.rule.ClientDirectives;
import dev.sekisho.policy.cache.rule.Personal;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Entry;
import dev.sekisho.policy.cache.store.Flight;
import dev.sekisho.policy.cache.store.Flights;
import dev.sekisho.policy.cache.store.Stored;
import dev.sekisho.policy.cache.store.Variants;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a request gets: what is stored, what another request is fetching, or the backend's answer. Thread-safe.
 *
 * @param settings the settings
 * @param store what is kept
 * @param signs what means something in a request
 * @param intake takes in what the backend answers
 * @param answers makes responses of what is stored
 */
record Lookup(Settings settings, CacheStore store, Signs signs, Intake intake, Answers answers) {

    private static final long DISK_PATIENCE = TimeUnit.SECONDS.toNanos(5);

    /** The request is in. */
    Outcome first(Exchange x) {
        RequestHead request = x.request();
        int found = signs.of(request.headers());
        NginxMode nginx = settings.nginx();
        int against = nginx == null ? Signs.ORIGIN | Signs.OVERRIDE : 0;
        if (request.hasBody() || request.isUpgrade() || (found & against) != 0) {
            x.attach(CacheStatus.BYPASS);
            return Outcome.CONTINUE;
        }
        CacheControl asked = nginx == null ? Wishes.asked(settings, request.headers(), found) : CacheControl.NONE;
        Personal who = nginx == null ? Wishes.personal(settings, x, found) : Personal.NO;
        Turn turn = new Turn(settings.key().key(x), who, asked, found);
        if (settings.noStore().holds(request)
                || asked.has("no-store")
                || nginx == null && request.method() != Method.GET) {
            turn.mayStore = false;
        }
        if (nginx != null && nginx.minUses() > 1 && store.uses().count(turn.key) < nginx.minUses()) {
            turn.mayStore = false;
        }
        if (settings.bypass().holds(request) || nginx != null && nginx.bypass().holds(x)) {
            return bypass(x, turn);
        }
        return decide(x, turn);
    }

    private Outcome bypass(Exchange x, Turn turn) {
        turn.status = CacheStatus.BYPASS;
        turn.alone = true;
        turn.started = store.invalidations().start();
        turn.url = KeyTemplate.url(x);
        turn.askedAt = x.loop().now();
        x.attach(turn);
        if (settings.nginx() != null && turn.mayStore) {
            turn.askWhole(x.request());
        }
        return Outcome.CONTINUE;
    }

    /** Decides by what is stored now; may run again once a fetch has ended that this request has waited for. */
    private Outcome decide(Exchange x, Turn turn) {
        Outcome stored = stored(x, turn);
        if (stored != null) {
            return stored;
        }
        Optional<Outcome> loading =
                turn.stale().isPresent() || turn.hasLookedFor(turn.place) ? Optional.empty() : load(x, turn);
        if (loading.isPresent()) {
            return loading.get();
        }
        if (turn.asked.has("only-if-cached")) {
            turn.close(store);
            return CachePolicy.nothingStored(x);
        }
        boolean whole = settings.nginx() != null
                && (x.request().method() == Method.HEAD || turn.has(Signs.CONDITION | Signs.ORIGIN));
        if (turn.has(Signs.RANGE) && turn.stale().isEmpty() && !whole) {
            return part(x, turn);
        }
        return fetch(x, turn);
    }

    /** Loads what is on disk; requests for it that come meanwhile wait for that. Empty where nothing is. */
    private Optional<Outcome> load(Exchange x, Turn turn) {
        turn.looked = turn.place;
        x.attach(turn);
        if (store.disk().find(turn.place).isEmpty()) {
            return Optional.empty();
        }
        CacheKey wanted = turn.flightKey();
        Flights.Place flight = store.flights().take(wanted);
        if (!flight.leads()) {
            return Optional.of(Waiting.start(x, flight.flight(), DISK_PATIENCE, result -> decide(x, turn)));
        }
        turn.lead(flight.flight());
        Optional<Outcome> loading = Loading.start(x, store, turn.place, settings.hidden(), intake.clock(), () -> {
            turn.land(store, Flight.Result.FAILED); // those who wait look for it again
            return decide(x, turn);
        });
        if (loading.isEmpty()) {
            turn.land(store, Flight.Result.FAILED);
        }
        return loading;
    }

    /** The answer where what is stored will do; null where it will not. */
    private @Nullable Outcome stored(Exchange x, Turn turn) {
        turn.dropStale();
        turn.updates = false;
        Entry entry = find(x, turn);
        if (entry == null || turn.personal.compareTo(entry.meta().audience()) > 0) {
            return null;
        }
        long age = entry.age(x.loop());
        ClientDirectives.Fit fit = ClientDirectives.fit(turn.asked, entry.meta().lifetime(), age);
        if (fit != ClientDirectives.Fit.NO) {
            return reply(x, turn, entry, fit == ClientDirectives.Fit.FRESH ? CacheStatus.HIT : CacheStatus.STALE);
        }
        if (entry.meta().lifetime().mayServeWhileRevalidating(age)
                && turn.asked.directives().isEmpty()) {
            if (settings.refreshesBehind()) {
                return reply(x, turn, entry, refresh(x, turn, entry) ? CacheStatus.STALE : CacheStatus.UPDATING);
            }
            if (store.flights().isUnderWay(turn.flightKey())) {
                return reply(x, turn, entry, CacheStatus.UPDATING);
            }
            turn.updates = turn.mayStore;
        }
        Optional<ByteBuf> body = entry.body();
        if (body.isPresent()) {
            turn.stale(entry, body.get());
            turn.status = CacheStatus.EXPIRED;
        }
        return null;
    }

    private @Nullable Entry find(Exchange x, Turn turn) {
        Stored found = store.find(turn.key);
        turn.place = turn.key;
        if (found instanceof Variants variants) {
            turn.place = variants.key(turn.key, x.request().headers());
            found = store.find(turn.place);
        }
        return found instanceof Entry entry ? entry : null;
    }

    /** Answers from the store; null where it was evicted just now. */
    private @Nullable Outcome reply(Exchange x, Turn turn, Entry entry, CacheStatus status) {
        if (answers.isFailed(x, entry, turn.has(Signs.ORIGIN))) {
            return Gathered.failed(x, status);
        }
        Optional<Served> served = answers.served(x, entry, status, !turn.has(Signs.CONDITION | Signs.RANGE));
        if (served.isEmpty()) {
            return null;
        }
        x.attach(served.get());
        return new Outcome.Reply(answers.direct(served.get()));
    }

    /** Fetches anew in the background, unless that is under way; whether it was begun. */
    private boolean refresh(Exchange x, Turn turn, Entry entry) {
        if (x.request().method() != Method.GET) {
            return false;
        }
        Optional<ByteBuf> body = entry.body();
        if (body.isEmpty()) {
            return false;
        }
        Fetch fetch = new Fetch(turn.key, turn.personal, CacheControl.NONE);
        fetch.stale(entry, body.get());
        return begin(x, turn, fetch);
    }

    private boolean begin(Exchange x, Turn turn, Fetch fetch) {
        fetch.place = turn.place;
        Optional<Flight> flight = store.flights().lead(fetch.flightKey());
        if (flight.isEmpty()) {
            fetch.dropStale();
            return false;
        }
        fetch.lead(flight.get());
        Refresher.start(x, fetch, intake);
        return true;
    }

    /** A part of what is not stored: passes as it is, while the whole is fetched beside it for those who come later. */
    private Outcome part(Exchange x, Turn turn) {
        if (settings.fillRanges() && turn.mayStore && !store.flights().isUncacheable(turn.flightKey())) {
            begin(x, turn, new Fetch(turn.key, turn.personal, turn.asked));
        }
        turn.close(store);
        x.attach(settings.nginx() == null ? CacheStatus.BYPASS : CacheStatus.MISS);
        return Outcome.CONTINUE;
    }

    private Outcome fetch(Exchange x, Turn turn) {
        if (turn.updates) {
            store.flights().lead(turn.flightKey()).ifPresent(turn::lead);
            return forward(x, turn);
        }
        boolean waits = settings.patience() > 0 && turn.mayStore && !turn.alone;
        if (!waits || store.flights().isUncacheable(turn.flightKey())) {
            return forward(x, turn);
        }
        Flights.Place place = store.flights().take(turn.flightKey());
        if (!place.leads()) {
            return await(x, turn, place.flight());
        }
        turn.lead(place.flight());
        Outcome meanwhile = stored(x, turn); // by one that has landed since it was looked for
        if (meanwhile != null) {
            turn.close(store);
            return meanwhile;
        }
        return forward(x, turn);
    }

    private Outcome await(Exchange x, Turn turn, Flight flight) {
        long now = x.loop().now();
        if (turn.waitUntil == 0) {
            turn.waitUntil = now + settings.patience();
        }
        turn.dropStale(); // it is looked for again
        x.attach(turn);
        long left = turn.waitUntil - now;
        if (left <= 0) {
            turn.alone = true;
            return decide(x, turn);
        }
        return Waiting.start(x, flight, left, result -> {
            turn.alone = result == Flight.Result.UNCACHEABLE;
            return decide(x, turn);
        });
    }

    /** Asks the backend, with the cache's own conditions. */
    private Outcome forward(Exchange x, Turn turn) {
        turn.url = KeyTemplate.url(x);
        turn.started = store.invalidations().start();
        turn.askedAt = x.loop().now();
        x.attach(turn);
        Headers request = x.request().headers();
        if (settings.nginx() != null && turn.mayStore) {
            turn.askWhole(x.request());
        } else if (x.request().method() != Method.GET) {
            return Outcome.CONTINUE;
        } else if (turn.mayStore) {
            turn.fields(new UpstreamFields(request, false));
        }
        Optional<Entry> stale = turn.stale().filter(entry -> entry.meta().isCheckable());
        if (turn.mayStore && stale.isPresent() && settings.revalidates()) {
            UpstreamFields.validate(request, stale.get().meta());
            turn.conditional = true;
        }
        return Outcome.CONTINUE;
    }
}
