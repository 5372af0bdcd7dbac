package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** What a client gets where the service of a route fails: exactly one of respond and upstream. */
public record Fallback(
        @Property("Answers of the service that are replaced too, such as 503; the gateway's own errors always are.")
        List<StatusPattern> statuses,

        @Property("An answer made by the gateway.") Optional<Backend.Respond> respond,

        @Property("Name of an upstream that is asked instead.")
        Optional<String> upstream) {

    /** Checks that exactly one is given. */
    public Fallback {
        if (respond.isPresent() == upstream.isPresent()) {
            throw new IllegalArgumentException("fallback: " + (respond.isPresent() ? "both" : "none")
                    + " of them (expected: exactly one of respond, upstream)");
        }
    }
}
