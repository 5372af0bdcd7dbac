package dev.sekisho.dialect.document;

import java.util.List;
import java.util.Optional;

/** A parsed piece of YAML or JSON with its place, counted from 1; line 0 for what no document holds, such as defaults. */
public sealed interface Node {

    /** Line of the first character. */
    int line();

    /** Column of the first character, in code points. */
    int column();

    /**
     * A scalar.
     *
     * @param plain whether it stood without quotes, so that it may be a number, a boolean or null (YAML 1.2 section 10.3)
     */
    record Scalar(String text, boolean plain, int line, int column) implements Node {

        /** One that stands nowhere, without quotes. */
        public static Scalar plain(String text) {
            return new Scalar(text, true, 0, 0);
        }

        /** One that stands nowhere and is text whatever it says. */
        public static Scalar quoted(String text) {
            return new Scalar(text, false, 0, 0);
        }

        /** Null of the core schema. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** A sequence. */
    record Sequence(List<Node> items, int line, int column) implements Node {}

    /** A mapping; its keys are different from each other. */
    record Mapping(List<Entry> entries, int line, int column) implements Node {

        /** The value of a key. */
        public Optional<Node> get(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return Optional.of(entry.value());
                }
            }
            return Optional.empty();
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, Node value) {}
}
