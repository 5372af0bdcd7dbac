package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ApiKey;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of all consumers, found by their SHA-256. The keys themselves are nowhere in it. Open addressing, at most half
 * full; immutable, thread-safe, and looking allocates nothing.
 */
final class KeyTable {

    private final @Nullable Known[] table;

    /**
     * A key.
     *
     * @param hash its SHA-256
     * @param principal who shows it
     * @param expires when it ends; empty for never
     * @param expiresMillis the same in milliseconds since 1970
     */
    record Known(byte[] hash, Principal principal, Optional<Instant> expires, long expiresMillis) {

        /** Whether it has ended at that time. */
        boolean isExpired(long nowMillis) {
            return nowMillis >= expiresMillis;
        }

        /** Whether it ends at all, so that the clock must be asked. */
        boolean expiresEver() {
            return expiresMillis != Long.MAX_VALUE;
        }
    }

    KeyTable(Consumers consumers) {
        List<Consumers.Holder<ApiKey>> keys = consumers.apiKeys();
        table = new @Nullable Known[Math.max(2, Integer.highestOneBit(Math.max(1, keys.size())) * 4)];
        Map<KnownConsumer, Integer> counts = new HashMap<>();
        for (Consumers.Holder<ApiKey> holder : keys) {
            place(known(holder.consumer(), holder.credential(), counts.merge(holder.consumer(), 1, Integer::sum)));
        }
    }

    private static Known known(KnownConsumer consumer, ApiKey key, int number) {
        Principal principal = Principal.of(KeyAuth.NAME, consumer.name(), consumer, consumer.name() + "/" + number);
        long millis = key.expires().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        return new Known(HexFormat.of().parseHex(key.hash()), principal, key.expires(), millis);
    }

    private void place(Known known) {
        int at = first(known.hash());
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = known;
    }

    /** The key of that hash, or null. */
    @Nullable
    Known find(byte[] hash) {
        for (int at = first(hash); ; at = (at + 1) & (table.length - 1)) {
            Known known = table[at];
            if (known == null || MessageDigest.isEqual(hash, known.hash())) {
                return known;
            }
        }
    }

    private int first(byte[] hash) {
        int word = (hash[0] & 0xFF) << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | (hash[3] & 0xFF);
        return word & (table.length - 1);
    }
}
