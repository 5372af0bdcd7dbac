package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a request takes of its limits. Immutable, thread-safe; allocates nothing but for a text with placeholders. */
final class Costs {

    private static final int ENOUGH = 100_000_000; // more than max ever is; ten times as much is an int

    private final int fixed;
    private final Optional<HeaderName> header;
    private final Optional<FieldValue> value;
    private final int min;
    private final int max;

    /** Those of settings. */
    Costs(RateLimitConfig.Cost config) {
        if (config.min() > config.max()) {
            throw new IllegalArgumentException(
                    "cost.min: " + config.min() + " (expected: <= cost.max, " + config.max() + ")");
        }
        if (config.header().isPresent() && config.value().isPresent()) {
            throw new IllegalArgumentException("cost.value: given beside cost.header (expected: one of them)");
        }
        fixed = config.fixed();
        value = config.value().map(text -> FieldValue.parse("cost.value", text));
        header = config.header().map(name -> FieldNames.field("cost.header", name));
        min = config.min();
        max = config.max();
    }

    /** The cost of a request. */
    int of(Exchange x) {
        if (value.isEmpty()) {
            return of(x.request().headers());
        }
        byte[] text = value.get().text(x).getBytes(StandardCharsets.UTF_8);
        return number(text, 0, text.length);
    }

    /** The cost of a request by its header. */
    int of(Headers request) {
        if (header.isEmpty()) {
            return fixed;
        }
        int field = request.find(header.get());
        return field < 0 ? fixed : number(request.bytes(), request.valueStart(field), request.valueEnd(field));
    }

    private int number(byte[] bytes, int start, int end) {
        if (start == end) {
            return fixed;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return fixed;
            }
            number = Math.min(number * 10 + bytes[i] - '0', ENOUGH);
        }
        return Math.clamp(number, min, max);
    }
}
