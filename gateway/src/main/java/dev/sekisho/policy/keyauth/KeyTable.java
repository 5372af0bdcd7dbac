package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ApiKey;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of all consumers, found by their SHA-256. The keys themselves are nowhere in it. Open addressing, at most half
 * full; immutable, thread-safe, and looking allocates nothing.
 */
final class KeyTable {

    private final @Nullable Slot[] table;

    /** A key and its SHA-256. */
    private record Slot(byte[] hash, KnownKey key) {}

    KeyTable(Consumers consumers) {
        List<Consumers.Holder<ApiKey>> keys = consumers.apiKeys();
        table = new @Nullable Slot[Math.max(2, Integer.highestOneBit(Math.max(1, keys.size())) * 4)];
        Map<KnownConsumer, Integer> counts = new HashMap<>();
        for (Consumers.Holder<ApiKey> holder : keys) {
            place(known(holder.consumer(), holder.credential(), counts.merge(holder.consumer(), 1, Integer::sum)));
        }
    }

    private static Slot known(KnownConsumer consumer, ApiKey key, int number) {
        Principal principal = Principal.of(KeyAuth.NAME, consumer.name(), consumer, consumer.name() + "/" + number);
        return new Slot(HexFormat.of().parseHex(key.hash()), KnownKey.of(principal, key.expires()));
    }

    private void place(Slot slot) {
        int at = first(slot.hash());
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = slot;
    }

    /** The key of that hash, or null. */
    @Nullable
    KnownKey find(byte[] hash) {
        for (int at = first(hash); ; at = (at + 1) & (table.length - 1)) {
            Slot slot = table[at];
            if (slot == null) {
                return null;
            }
            if (MessageDigest.isEqual(hash, slot.hash())) {
                return slot.key();
            }
        }
    }

    private int first(byte[] hash) {
        int word = (hash[0] & 0xFF) << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | (hash[3] & 0xFF);
        return word & (table.length - 1);
    }
}
