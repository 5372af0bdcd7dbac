package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Store;
import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Remembered;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a store, and what is remembered of them; outlives reloads. Strangers' keys have a memory of their own, so that many of
 * them push no good one out. A key is asked for once at a time, whoever waits for it. Thread-safe, never blocks.
 */
final class StoredKeys {

    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);
    private static final int MOST_FLIGHTS = 1_000; // keys that are asked for at a time
    private static final int MOST_UNKNOWN = 10_000; // strangers' keys that are remembered
    private static final Finding UNKNOWN = new Finding.Unknown(false);
    private static final Finding DISABLED = new Finding.Unknown(true);
    private static final Finding BROKEN = new Finding.Broken();
    private static final Finding UNAVAILABLE = new Finding.Unavailable();

    private final KeyValueStore store;
    private final String prefix;
    private final long cacheNanos;
    private final long unknownNanos;
    private final long staleNanos;
    private final LongSupplier nanoTime;
    private final Remembered<CredentialHash, Entry> good;
    private final Remembered<CredentialHash, Entry> others;
    private final ConcurrentMap<CredentialHash, CompletableFuture<Finding>> flights = new ConcurrentHashMap<>();

    /**
     * Where keys are, and how; equal for the same keys.
     *
     * @param store how it is reached
     * @param settings what is remembered
     */
    record Source(Store store, StoreConfig settings) {}

    /** What was found, and when it was asked for. */
    private record Entry(Finding finding, long at) {}

    StoredKeys(KeyValueStore store, StoreConfig settings, LongSupplier nanoTime) {
        this.store = store;
        this.prefix = settings.prefix();
        this.cacheNanos = settings.cache().toNanos();
        this.unknownNanos = settings.negativeCache().toNanos();
        this.staleNanos = cacheNanos + settings.staleIfDown().toNanos();
        this.nanoTime = nanoTime;
        this.good = new Remembered<>(settings.cacheSize());
        this.others = new Remembered<>(Math.min(settings.cacheSize(), MOST_UNKNOWN));
    }

    /** What is remembered of a key, or null where the store is to be asked. */
    @Nullable
    Finding remembered(CredentialHash hash) {
        long now = nanoTime.getAsLong();
        Entry entry = good.get(hash);
        if (entry != null && now - entry.at() < cacheNanos) {
            return entry.finding();
        }
        entry = others.get(hash);
        return entry != null && now - entry.at() < unknownNanos ? entry.finding() : null;
    }

    /** Asks the store. The future never fails, and is the caller's own. */
    CompletableFuture<Finding> ask(CredentialHash hash, Consumers consumers) {
        CompletableFuture<Finding> flight = flights.get(hash);
        if (flight != null) {
            return flight.copy();
        }
        long now = nanoTime.getAsLong();
        if (flights.size() >= MOST_FLIGHTS) {
            return CompletableFuture.completedFuture(unanswered(hash, now));
        }
        CompletableFuture<Finding> mine = new CompletableFuture<>();
        CompletableFuture<Finding> first = flights.putIfAbsent(hash, mine);
        if (first != null) {
            return first.copy();
        }
        fields(hash).whenComplete((fields, failure) -> {
            Finding finding = settle(hash, consumers, now, fields, failure);
            flights.remove(hash, mine);
            mine.complete(finding);
        });
        return mine.copy();
    }

    private CompletableFuture<Map<String, String>> fields(CredentialHash hash) {
        try {
            return store.fields(prefix + hash.hex(), StoredKey.FIELDS);
        } catch (RuntimeException e) { // must not happen; a flight that never lands would hold all who wait for the key
            return CompletableFuture.failedFuture(e);
        }
    }

    private Finding settle(
            CredentialHash hash,
            Consumers consumers,
            long at,
            @Nullable Map<String, String> fields,
            @Nullable Throwable failure) {
        Finding finding = fields == null ? broken(hash, failure) : read(hash, consumers, fields);
        if (finding instanceof Finding.Unavailable) {
            return unanswered(hash, at);
        }
        boolean found = finding instanceof Finding.Found;
        (found ? good : others).put(hash, new Entry(finding, at));
        (found ? others : good).remove(hash);
        return finding;
    }

    private Finding broken(CredentialHash hash, @Nullable Throwable failure) {
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof KeyValueStore.WrongKind ? malformed(hash, "no hash") : UNAVAILABLE;
    }

    private Finding read(CredentialHash hash, Consumers consumers, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return UNKNOWN;
        }
        try {
            StoredKey stored = StoredKey.of(fields);
            return stored.disabled()
                    ? DISABLED
                    : new Finding.Found(stored, stored.known(consumers), new WeakReference<>(consumers));
        } catch (StoredKey.Malformed e) {
            return malformed(hash, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // must not happen; see fields
            LOG.error("key-auth: a key of a store could not be read", e);
            return BROKEN;
        }
    }

    /** The hash of a key is none, but eight digits of it are enough to find it among the others. */
    private Finding malformed(CredentialHash hash, String what) {
        LOG.warn(
                "key-auth: what stands at {}{}… is wrong: {}",
                prefix,
                hash.hex().substring(0, 8),
                what);
        return BROKEN;
    }

    /** What counts where the store is down: what was last known, for a while. */
    private Finding unanswered(CredentialHash hash, long now) {
        Entry entry = good.get(hash);
        return entry != null && now - entry.at() < staleNanos ? entry.finding() : UNAVAILABLE;
    }
}
