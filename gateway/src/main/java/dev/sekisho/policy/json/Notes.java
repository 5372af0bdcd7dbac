package dev.sekisho.policy.json;

import dev.sekisho.dataplane.Exchange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run over a text knows: the exchange, and values noted by number. Not thread-safe. */
final class Notes {

    private final Exchange exchange;
    private final int most;
    private final Map<JsonTemplate, byte[]> written = new HashMap<>(4);
    private byte[] @Nullable [] values = new byte[0] @Nullable [];

    /** For that exchange, of whose body no more than that many bytes are made. */
    Notes(Exchange exchange, int most) {
        this.exchange = exchange;
        this.most = most;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Where a text is written that has about that length. */
    JsonOut out(int room) {
        return new JsonOut(room, most);
    }

    /** What a template that knows nothing of the body comes to, which is the same at each place that it is put. */
    byte[] written(JsonTemplate template) {
        return written.computeIfAbsent(template, one -> {
            JsonOut out = out(64);
            one.make(out, this);
            return out.toBytes();
        });
    }

    /** Forgets all values, and makes room for so many. */
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
