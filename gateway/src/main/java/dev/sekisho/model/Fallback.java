package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a client gets where the service of a route fails: exactly one of respond, upstream, lastGood. */
public record Fallback(
        @Property("Answers of the service that are replaced too, such as 503; the gateway's own always are.")
        List<StatusPattern> statuses,

        @Property("An answer made by the gateway.") Optional<Backend.Respond> respond,

        @Property("Name of an upstream that is asked instead.")
        Optional<String> upstream,

        @Property("The last good answer to the same request (GET, without credentials), kept in memory.")
        Optional<LastGood> lastGood) {

    /** Checks that exactly one is given. */
    public Fallback {
        int given = (respond.isPresent() ? 1 : 0) + (upstream.isPresent() ? 1 : 0) + (lastGood.isPresent() ? 1 : 0);
        if (given != 1) {
            throw new IllegalArgumentException(
                    "fallback: " + given + " of them (expected: exactly one of respond, upstream, lastGood)");
        }
    }

    /** How last answers are kept. */
    public record LastGood(
            @Property(value = "Answers kept.", defaultValue = "1000", min = "1", max = "1000000")
            int entries,

            @Property(value = "Largest body kept.", defaultValue = "64KiB", min = "1B", max = "16MiB")
            Size maxBody,

            @Property(value = "How old an answer may be.", defaultValue = "1h", min = "1s", max = "30d")
            Duration maxAge) {}
}
