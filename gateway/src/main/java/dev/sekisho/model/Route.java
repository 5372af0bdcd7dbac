package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests are served, how, and by what.
 *
 * @param origin where it was written
 */
public record Route(
        @Property("Name, unique among routes; the route label of metrics and logs.")
        String name,

        @Property(value = "Which requests it answers; left out, every request.", defaultValue = "{}")
        Match match,

        @Property(
                value =
                        "Of all routes that fit, the higher wins, whatever their match; among equal ones the match decides "
                                + "(docs/routing.md).",
                defaultValue = "0",
                min = "-1000000000",
                max = "1000000000")
        int rank,

        @Property(
                value = "Among routes whose match is equally specific, the higher wins (docs/routing.md).",
                defaultValue = "0",
                min = "-1000000",
                max = "1000000")
        int priority,

        @Property("Policies of this route: the name of a named policy, or a policy type with its settings.")
        List<PolicyUse> policies,

        @Property(value = "How path and host are changed on the way to the upstream.", defaultValue = "{}")
        Rewrite rewrite,

        @Property("Responses in place of the gateway's own error bodies, by status.")
        Map<Integer, ErrorPage> errors,

        @Property(
                "What serves the requests: the name of an upstream, or one of upstream, split, redirect, respond, files.")
        Backend to,

        @Property("Longest time for the whole request; left out, that of the upstream.")
        Optional<Duration> timeout,

        @Property(value = "How long the upstream may take on this route.", defaultValue = "{}")
        RouteTimeouts timeouts,

        @Property("Which calls are made again; left out, as the upstream says.")
        Optional<Retry> retry,

        @Property("What clients get where the service fails; left out, an error.")
        Optional<Fallback> fallback,

        @Property("A copy of requests for another upstream; left out, none.")
        Optional<Mirror> mirror,

        Origin origin) {

    /** A route of rank 0. */
    public Route(
            String name,
            Match match,
            int priority,
            List<PolicyUse> policies,
            Rewrite rewrite,
            Map<Integer, ErrorPage> errors,
            Backend to,
            Optional<Duration> timeout,
            RouteTimeouts timeouts,
            Optional<Retry> retry,
            Optional<Fallback> fallback,
            Optional<Mirror> mirror,
            Origin origin) {
        this(
                name, match, 0, priority, policies, rewrite, errors, to, timeout, timeouts, retry, fallback, mirror,
                origin);
    }
}
