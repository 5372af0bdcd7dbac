package dev.sekisho.policy.compression;

import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of a coding, over all policies. Thread-safe.
 *
 * @param in bytes of bodies before
 * @param out bytes of bodies after
 * @param bodies how many were compressed, the ones that were cut too
 * @param busy how many passed as they were since too many were under way
 */
record Counts(LongAdder in, LongAdder out, LongAdder bodies, LongAdder busy) {

    static Counts of(Coding coding, PolicyContext context) {
        return new Counts(
                bytes(coding, "in", context),
                bytes(coding, "out", context),
                bodies(coding, "compressed", context),
                bodies(coding, "busy", context));
    }

    private static LongAdder bytes(Coding coding, String direction, PolicyContext context) {
        return context.counter(
                "api_gateway_compression_bytes_total",
                "Bytes of response bodies before (in) and after (out) compression.",
                List.of("coding", "direction"),
                List.of(coding.toString(), direction));
    }

    private static LongAdder bodies(Coding coding, String result, PolicyContext context) {
        return context.counter(
                "api_gateway_compression_bodies_total",
                "Response bodies that were compressed, or passed as they were since too many were under way (busy).",
                List.of("coding", "result"),
                List.of(coding.toString(), result));
    }
}
