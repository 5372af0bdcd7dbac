package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Media types of responses that are kept, parameters included (RFC 9110 section 8.3.1). Immutable, thread-safe.
 *
 * @param values in lower case, without blanks around semicolons; empty for any type
 */
record KeptTypes(Set<String> values) {

    /** Those of the settings. */
    static KeptTypes of(List<String> types) {
        Set<String> values = new HashSet<>();
        types.forEach(type -> values.add(normal(type)));
        return new KeptTypes(Set.copyOf(values));
    }

    /** Whether a response with these fields is of one of them. */
    boolean cover(Headers response) {
        return values.isEmpty()
                || response.get(HeaderName.CONTENT_TYPE)
                        .filter(type -> values.contains(normal(type)))
                        .isPresent();
    }

    private static String normal(String type) {
        return type.strip().toLowerCase(Locale.ROOT).replaceAll("[ \\t]*;[ \\t]*", ";");
    }
}
