package dev.sekisho.model;

/** How much may be under way to an upstream at once, over all loops; beyond it requests are answered 503. */
public record Caps(
        @Property(
                value = "Connections to all targets together; 0 for no limit beyond pool.size.",
                defaultValue = "0",
                min = "0",
                max = "1000000")
        int connections,

        @Property(
                value = "Requests that wait for a connection; 1024 is Envoy's max_pending_requests.",
                defaultValue = "1024",
                min = "1",
                max = "1000000")
        int pending,

        @Property(value = "Requests under way; 0 for no limit.", defaultValue = "0", min = "0", max = "1000000")
        int requests,

        @Property(
                value = "Retries under way; 0 for no limit (Envoy has 3).",
                defaultValue = "0",
                min = "0",
                max = "1000000")
        int retries) {}
