package dev.sekisho.dataplane.conditional;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 section 8.8.3). Immutable, thread-safe.
 *
 * @param weak whether it is marked as weak
 * @param opaque the text with its quotes
 */
public record EntityTag(boolean weak, String opaque) {

    /** Reads one; empty where the text is none. */
    public static Optional<EntityTag> parse(String text) {
        boolean weak = text.startsWith("W/");
        String opaque = weak ? text.substring(2) : text;
        boolean good = opaque.length() >= 2
                && opaque.charAt(0) == '"'
                && opaque.indexOf('"', 1) == opaque.length() - 1
                && opaque.indexOf(' ') < 0;
        return good ? Optional.of(new EntityTag(weak, opaque)) : Optional.empty();
    }

    /** Reads those of If-None-Match; what is no tag is left out. */
    public static List<EntityTag> parseList(String text) {
        List<EntityTag> tags = new ArrayList<>();
        for (String part : ListText.split(text)) {
            parse(part.strip()).ifPresent(tags::add);
        }
        return tags;
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2). */
    public boolean matches(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** Strong comparison: both are strong too. */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }
}
