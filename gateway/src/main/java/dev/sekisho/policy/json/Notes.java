package dev.sekisho.policy.json;

import dev.sekisho.dataplane.Exchange;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run over a text knows: the exchange, and values noted by number. Not thread-safe. */
final class Notes {

    private final Exchange exchange;
    private byte[] @Nullable [] values = new byte[0] @Nullable [];

    Notes(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Forgets all, and makes room for so many. */
    void clear(int slots) {
        values = new byte[slots] @Nullable [];
    }

    void note(int slot, byte[] text, int start, int end) {
        values[slot] = Arrays.copyOfRange(text, start, end);
    }

    boolean has(int slot) {
        return values[slot] != null;
    }

    Optional<byte[]> get(int slot) {
        return Optional.ofNullable(values[slot]);
    }
}
