package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who a client is taken for. */
public record CasePrincipal(
        @Property("Name of a configured consumer, whose groups and plan count.")
        Optional<String> consumer,

        @Property("Who it is, such as the sub of a token; left out, the consumer.")
        Optional<String> subject,

        @Property("Groups, beside those of the consumer.") List<String> groups,
        @Property("Scopes.") List<String> scopes,
        @Property("Claims of a token, as texts.") Map<String, String> claims) {

    /** Checks that it is somebody. */
    public CasePrincipal {
        if (consumer.isEmpty() && subject.isEmpty()) {
            throw new IllegalArgumentException("principal: nobody (expected: consumer or subject)");
        }
    }
}
