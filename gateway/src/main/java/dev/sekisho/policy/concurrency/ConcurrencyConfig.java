package dev.sekisho.policy.concurrency;

import dev.sekisho.model.Property;
import java.time.Duration;
import java.util.Optional;

/** Settings of the {@code concurrency} policy. */
public record ConcurrencyConfig(
        @Property(
                value = "Requests of a route that may be under way at once, over all clients; more are refused.",
                min = "1",
                max = "1000000000",
                example = "200")
        int requests,

        @Property(value = "Status of a refusal: 503 or 429.", defaultValue = "503", min = "429", max = "503")
        int status,

        @Property(
                value = "Retry-After of a refusal, whole seconds. None given: the field is not sent.",
                min = "0",
                max = "1d",
                example = "1s")
        Optional<Duration> retryAfter) {}
