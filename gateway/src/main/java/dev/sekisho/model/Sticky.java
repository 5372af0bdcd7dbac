package dev.sekisho.model;

import java.time.Duration;

/** A cookie that keeps a client where it was sent first. */
public record Sticky(
        @Property(value = "Name of the cookie.", defaultValue = "sekisho-target")
        String cookie,

        @Property(
                value = "How long the client keeps it; 0 for as long as its session.",
                defaultValue = "0",
                min = "0",
                max = "365d")
        Duration ttl,

        @Property(value = "Path that the cookie holds for.", defaultValue = "/")
        String path,

        @Property(value = "Whether the client sends it over TLS only.", defaultValue = "false")
        boolean secure) {}
