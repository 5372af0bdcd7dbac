package dev.sekisho.model;

import java.time.Duration;

/** Tells browsers to come over TLS only (Strict-Transport-Security, RFC 6797). */
public record Hsts(
        @Property(value = "How long a browser keeps to it.", defaultValue = "365d", min = "0", max = "3650d")
        Duration maxAge,

        @Property(value = "Whether it holds for hosts below the host too.", defaultValue = "false")
        boolean includeSubDomains,

        @Property(value = "Whether the host may be put on the lists that browsers come with.", defaultValue = "false")
        boolean preload) {}
