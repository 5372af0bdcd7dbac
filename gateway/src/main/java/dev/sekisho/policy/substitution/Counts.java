package dev.sekisho.policy.substitution;

import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted, over all policies. Thread-safe.
 *
 * @param replaced texts that were replaced
 * @param searched bodies that were searched
 * @param encoded bodies that passed as they were, since the upstream had compressed them
 */
record Counts(LongAdder replaced, LongAdder searched, LongAdder encoded) {

    static Counts of(PolicyContext context) {
        return new Counts(
                context.counter(
                        "api_gateway_substitution_replaced_total",
                        "Texts that were replaced in response bodies.",
                        List.of(),
                        List.of()),
                bodies("searched", context),
                bodies("encoded", context));
    }

    private static LongAdder bodies(String result, PolicyContext context) {
        return context.counter(
                "api_gateway_substitution_bodies_total",
                "Response bodies that were searched, or passed as they were since the upstream had compressed them (encoded).",
                List.of("result"),
                List.of(result));
    }
}
