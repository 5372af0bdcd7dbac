package dev.sekisho.model;

/** What the value of a header, query parameter or cookie must be for a route to answer. */
public sealed interface ValuePattern {

    /** {@code v1}: equal, byte for byte. */
    record Exact(String value) implements ValuePattern {
        @Override
        public String toString() {
            return value;
        }
    }

    /** {@code ~^v[12]$}: a regular expression in RE2 syntax that finds something, anchored as written. */
    record Regex(String expression) implements ValuePattern {
        @Override
        public String toString() {
            return "~" + expression;
        }
    }

    /** {@code *}: present with any value. */
    record Present() implements ValuePattern {
        @Override
        public String toString() {
            return "*";
        }
    }

    /** {@code !*}: not present. */
    record Absent() implements ValuePattern {
        @Override
        public String toString() {
            return "!*";
        }
    }

    /** Reads a value pattern by its form; every text is one. */
    static ValuePattern parse(String text) {
        return switch (text) {
            case "*" -> new Present();
            case "!*" -> new Absent();
            default -> text.startsWith("~") ? new Regex(text.substring(1)) : new Exact(text);
        };
    }
}
