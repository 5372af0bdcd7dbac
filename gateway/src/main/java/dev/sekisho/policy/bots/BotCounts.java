package dev.sekisho.policy.bots;

import dev.sekisho.policy.PolicyContext;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests by what the lists say of them. Thread-safe.
 *
 * @param byVerdict a counter for each verdict, in their order
 */
record BotCounts(List<LongAdder> byVerdict) {

    /** Counters that metrics show. */
    static BotCounts of(PolicyContext context) {
        return new BotCounts(Arrays.stream(Verdict.values())
                .map(verdict -> context.counter(
                        "api_gateway_bot_requests_total",
                        "Requests by what the lists of the bots policy say of their user agents.",
                        List.of("list"),
                        List.of(verdict.label())))
                .toList());
    }

    void count(Verdict verdict) {
        byVerdict.get(verdict.ordinal()).increment();
    }
}
