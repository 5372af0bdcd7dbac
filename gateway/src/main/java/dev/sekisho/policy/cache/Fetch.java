package dev.sekisho.policy.cache;

import dev.sekisho.policy.cache.rule.CacheControl;
import dev.sekisho.policy.cache.rule.Personal;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Entry;
import dev.sekisho.policy.cache.store.Flight;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A question to the backend that may change what is stored. On one loop; not thread-safe. */
class Fetch {

    final CacheKey key;
    final Personal personal;
    final CacheControl asked;
    CacheKey place; // under which it was looked for: the key, or that of a variant
    String url = "";
    long started; // in the order of invalidations
    long askedAt; // by the loop's clock
    boolean mayStore = true;
    boolean conditional; // asked with the validators of what is stored
    private @Nullable Entry stale;
    private @Nullable ByteBuf staleBody;
    private @Nullable Flight flight;

    Fetch(CacheKey key, Personal personal, CacheControl asked) {
        this.key = key;
        this.place = key;
        this.personal = personal;
        this.asked = asked;
    }

    /** Keeps a stored response that may be of use, for as long as this is under way; takes the body over. */
    void stale(Entry entry, ByteBuf body) {
        dropStale();
        stale = entry;
        staleBody = body;
    }

    /** The stored response that may be of use. */
    Optional<Entry> stale() {
        return Optional.ofNullable(stale);
    }

    /** Its body, the caller's. */
    ByteBuf takeStale() {
        ByteBuf body = staleBody;
        if (body == null) {
            throw new IllegalStateException("stale body: none (expected: one that was kept)");
        }
        staleBody = null;
        stale = null;
        return body;
    }

    /** Lets go of the stored response. */
    void dropStale() {
        ByteBuf body = staleBody;
        staleBody = null;
        stale = null;
        if (body != null) {
            body.release();
        }
    }

    /** The key of the flight: requests of clients that are known wait for one another only, since others' responses may not be for them. */
    CacheKey flightKey() {
        if (personal == Personal.NO) {
            return place;
        }
        byte[] bytes = Arrays.copyOf(place.bytes(), place.bytes().length + 1);
        bytes[bytes.length - 1] = personal.code();
        return new CacheKey(bytes);
    }

    /** Leads a flight, which this lands. */
    void lead(Flight mine) {
        flight = mine;
    }

    /** Lands the flight that this leads, if it does. */
    void land(CacheStore store, Flight.Result result) {
        Flight mine = flight;
        flight = null;
        if (mine != null) {
            store.flights().land(flightKey(), mine, result);
        }
    }

    /** It is over, whatever has come of it. */
    void close(CacheStore store) {
        dropStale();
        land(store, Flight.Result.FAILED);
    }
}
