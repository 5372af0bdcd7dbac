package dev.sekisho.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value as a configuration gives it (RFC 8259). Immutable, thread-safe. */
public sealed interface JsonValue {

    /** A text, which may hold placeholders. */
    record Text(String text) implements JsonValue {}

    /**
     * A number, true, false or null.
     *
     * @param literal as it stands in JSON
     */
    record Literal(String literal) implements JsonValue {

        private static final String FORM = "true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?";

        /** Checks the form. */
        public Literal {
            if (!isLiteral(literal)) {
                throw new IllegalArgumentException(literal + " (expected: a number, true, false or null)");
            }
        }

        /** Whether the text is one. */
        public static boolean isLiteral(String text) {
            return text.length() <= 64 && text.matches(FORM);
        }
    }

    /** A list. */
    record Array(List<JsonValue> elements) implements JsonValue {

        /** Takes a copy. */
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** An object; its members keep their order. */
    record Members(Map<String, JsonValue> members) implements JsonValue {

        /** Takes a copy. */
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }
}
