package dev.sekisho.model;

import java.time.Duration;

/**
 * Answers that are kept for when the service fails: those of GET that a shared cache may serve stale (RFC 9111 section
 * 4.2.4).
 */
public record KeptAnswers(
        @Property(value = "How old an answer may be.", defaultValue = "10m", min = "1s", max = "30d")
        Duration maxAge,

        @Property(value = "Largest body that is kept.", defaultValue = "64KiB", min = "0", max = "16MiB")
        Size maxBody,

        @Property(
                value = "Memory for all answers of the route; those used least make room.",
                defaultValue = "8MiB",
                min = "1KiB",
                max = "4GiB")
        Size maxSize) {}
