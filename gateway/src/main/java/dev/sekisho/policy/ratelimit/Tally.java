package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counter for each route that a policy is on; found when it first counts. Thread-safe. */
final class Tally {

    private static final List<String> LABELS = List.of("identifier_type", "endpoint");

    private final PolicyContext context;
    private final String name;
    private final String help;
    private final String kind;
    private final Map<String, LongAdder> routes = new ConcurrentHashMap<>();

    Tally(PolicyContext context, String name, String help, String kind) {
        this.context = context;
        this.name = name;
        this.help = help;
        this.kind = kind;
    }

    /** Requests beyond a limit. */
    static Tally hits(PolicyContext context, String kind) {
        return new Tally(
                context,
                "api_gateway_rate_limit_hits_total",
                "Requests beyond a rate limit, refused or, in a dry run, let through.",
                kind);
    }

    /** Requests that waited for their turn. */
    static Tally delayed(PolicyContext context, String kind) {
        return new Tally(
                context,
                "api_gateway_rate_limit_delayed_total",
                "Requests that a rate limit has let wait for their turn.",
                kind);
    }

    /** Requests beyond a limit that a dry run let through. */
    static Tally dryRun(PolicyContext context, String kind) {
        return new Tally(
                context,
                "api_gateway_rate_limit_dry_run_total",
                "Requests beyond a rate limit that passed, since the policy runs dry.",
                kind);
    }

    /** Requests that the store did not count. */
    static Tally storeFailures(PolicyContext context, String kind) {
        return new Tally(
                context,
                "api_gateway_rate_limit_store_failures_total",
                "Requests that the store of a rate limit did not count in time.",
                kind);
    }

    /** Counts a request. */
    void count(Exchange x) {
        String route = x.route().name();
        LongAdder known = routes.get(route);
        if (known == null) {
            known = routes.computeIfAbsent(
                    route, endpoint -> context.counter(name, help, LABELS, List.of(kind, endpoint)));
        }
        known.increment();
    }
}
