package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** What a client gets where the service of a route fails: respond or upstream, lastGood, or lastGood with respond. */
public record Fallback(
        @Property("Answers of the service that are replaced too, such as 503; the gateway's own errors always are.")
        List<StatusPattern> statuses,

        @Property("An answer made by the gateway.") Optional<Backend.Respond> respond,

        @Property("Name of an upstream that is asked instead.")
        Optional<String> upstream,

        @Property("Keeps answers, and gives the last one to that request; where there is none, respond.")
        Optional<KeptAnswers> lastGood) {

    /** Checks that they go together. */
    public Fallback {
        boolean own = respond.isPresent() || lastGood.isPresent();
        if (own == upstream.isPresent()) {
            String given = own ? "both kinds" : "none";
            throw new IllegalArgumentException("fallback: " + given + " (expected: upstream, or respond and lastGood)");
        }
    }
}
