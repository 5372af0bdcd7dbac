package dev.sekisho.policy.errorpages;

import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Error answers that were replaced. Thread-safe.
 *
 * @param written by a configured body
 * @param redirected by a redirect
 * @param asked by a page of an upstream
 * @param failed by the gateway's own, since the upstream gave none
 */
record PageCounts(LongAdder written, LongAdder redirected, LongAdder asked, LongAdder failed) {

    /** Counters that metrics show. */
    static PageCounts of(PolicyContext context) {
        return new PageCounts(
                counter(context, "written"),
                counter(context, "redirect"),
                counter(context, "upstream"),
                counter(context, "upstream_failed"));
    }

    private static LongAdder counter(PolicyContext context, String source) {
        return context.counter(
                "api_gateway_error_pages_total",
                "Error answers that the error-pages policy has replaced, by where the page came from.",
                List.of("source"),
                List.of(source));
    }
}
