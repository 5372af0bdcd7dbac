package dev.sekisho.policy.keyauth;

import dev.sekisho.model.Property;
import java.time.Duration;

/** Settings of {@code store} of the {@code key-auth} policy. */
public record StoreConfig(
        @Property(value = "Name of the store of kind redis that holds keys.", example = "keys")
        String redis,

        @Property(
                value = "What stands before the SHA-256 of a key, in hexadecimal, in the name of its hash in Redis.",
                defaultValue = "sekisho:key:")
        String prefix,

        @Property(
                value =
                        "How long a key that was found counts without another look, and so the longest that a revoked one works.",
                defaultValue = "60s",
                min = "0s",
                max = "1h")
        Duration cache,

        @Property(
                value = "How long a key that was not found counts as unknown, and so the longest that a new one waits.",
                defaultValue = "5s",
                min = "0s",
                max = "1h")
        Duration negativeCache,

        @Property(value = "Keys that are remembered.", defaultValue = "100000", min = "0", max = "10000000")
        int cacheSize,

        @Property(
                value =
                        "How long beyond cache a key that was found counts on while Redis is down or late; 0s for not at all.",
                defaultValue = "5m",
                min = "0s",
                max = "24h")
        Duration staleIfDown) {}
