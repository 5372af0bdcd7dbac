package dev.sekisho.model;

import java.time.Duration;

/** How names of targets are looked up. The last good answer is kept while a look-up fails. */
public record Dns(
        @Property(value = "Pause between two look-ups of a name.", defaultValue = "10s", min = "100ms", max = "24h")
        Duration refresh) {}
