package dev.sekisho.policy.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fetches under way by key, at most one each; and the keys whose responses were of no use to others lately. Thread-safe. */
public final class Flights {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST = 20_000;

    private final ConcurrentHashMap<CacheKey, Flight> byKey = new ConcurrentHashMap<>();
    private final Cache<CacheKey, Boolean> uncacheable =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    /**
     * A place in a flight.
     *
     * @param flight the flight
     * @param leads whether the caller is to fetch, and to {@link #land} it
     */
    public record Place(Flight flight, boolean leads) {}

    /** The flight of a key: one that is under way, or a new one. */
    public Place take(CacheKey key) {
        Flight mine = new Flight();
        Flight other = byKey.putIfAbsent(key, mine);
        return other == null ? new Place(mine, true) : new Place(other, false);
    }

    /** A new flight; empty where one is under way already. */
    public Optional<Flight> lead(CacheKey key) {
        @Nullable Flight other = byKey.get(key);
        if (other != null) {
            return Optional.empty();
        }
        Place place = take(key);
        return place.leads() ? Optional.of(place.flight()) : Optional.empty();
    }

    /** Whether a fetch is under way. */
    public boolean isUnderWay(CacheKey key) {
        return byKey.containsKey(key);
    }

    /** Ends a flight that the caller leads. */
    public void land(CacheKey key, Flight flight, Flight.Result result) {
        if (result == Flight.Result.UNCACHEABLE) {
            uncacheable.put(key, Boolean.TRUE);
        } else if (result == Flight.Result.STORED) {
            uncacheable.invalidate(key);
        }
        byKey.remove(key, flight);
        flight.land(result);
    }

    /** Whether responses under the key were of no use to others lately, so that nobody should wait for one. */
    public boolean isUncacheable(CacheKey key) {
        return uncacheable.getIfPresent(key) != null;
    }
}
