package dev.sekisho.policy.json;

import dev.sekisho.policy.PolicyContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts on the metrics page: what became of bodies that a policy looked at. Thread-safe. */
public final class BodyCounts {

    /** What became of one. */
    public enum Outcome {
        /** It was changed. */
        EDITED,
        /** There was nothing to change. */
        UNCHANGED,
        /** It is no JSON that can be taken. */
        MALFORMED,
        /** It is longer than may be kept. */
        TOO_LARGE,
        /** It is compressed, or a part of one. */
        ENCODED
    }

    private final Map<Outcome, LongAdder> counters = new EnumMap<>(Outcome.class);

    /** Counters for bodies of that direction, request or response. */
    public BodyCounts(PolicyContext context, String direction) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    context.counter(
                            "api_gateway_body_edits_total",
                            "Bodies that request-body and response-body looked at, by what became of them.",
                            List.of("direction", "outcome"),
                            List.of(direction, outcome.name().toLowerCase(Locale.ROOT))));
        }
    }

    /** Counts one. */
    public void add(Outcome outcome) {
        LongAdder counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}
