package dev.sekisho.dialect.yaml;

import java.util.List;

/** A parsed piece of YAML with its place, counted from 1; line 0 for what no document holds, such as defaults. */
sealed interface YamlNode {

    /** Line of the first character. */
    int line();

    /** Column of the first character, in code points. */
    int column();

    /**
     * A scalar.
     *
     * @param plain whether it stood without quotes, so that it may be a number, a boolean or null (YAML 1.2 section 10.3)
     */
    record Scalar(String text, boolean plain, int line, int column) implements YamlNode {

        static Scalar plain(String text) {
            return new Scalar(text, true, 0, 0);
        }

        static Scalar quoted(String text) {
            return new Scalar(text, false, 0, 0);
        }

        /** Null of the core schema. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** A sequence. */
    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    /** A mapping; its keys are different from each other. */
    record Mapping(List<Entry> entries, int line, int column) implements YamlNode {}

    /** A key with its value. */
    record Entry(Scalar key, YamlNode value) {}
}
