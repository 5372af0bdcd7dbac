package dev.sekisho.model;

import java.util.Optional;

/** A copy of requests, sent to another upstream; the client waits for none of it. */
public record Mirror(
        @Property("Name of the upstream that gets the copies.")
        String upstream,

        @Property(value = "Percentage of requests that are copied.", defaultValue = "100", min = "0", max = "100")
        double percent,

        @Property(
                value = "Largest request body that is copied; requests with a larger one are not.",
                defaultValue = "64KiB",
                min = "0",
                max = "16MiB")
        Size maxBody,

        @Property("How the answers are compared with those that clients get; left out, they are thrown away.")
        Optional<Compare> compare,

        @Property(
                "How path and Host of copies change from those that the route's own backend gets; left out, they are the same. "
                        + "A rewrite of the path by variables of the route is no part of it.")
        Optional<Rewrite> rewrite) {}
