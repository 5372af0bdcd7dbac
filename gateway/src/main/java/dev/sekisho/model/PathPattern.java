package dev.sekisho.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A path that a route answers to. Patterns are compared with the normalised path of the request (docs/routing.md).
 */
public sealed interface PathPattern {

    /** {@code /users}: this path and no other. */
    record Exact(String path) implements PathPattern {
        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * {@code /users/*}: this path and all below it, on a segment boundary. {@code /*} is every path.
     *
     * @param path without the final {@code /*}; empty for every path
     */
    record Prefix(String path) implements PathPattern {
        @Override
        public String toString() {
            return path + "/*";
        }
    }

    /**
     * {@code /users/{userId}/orders}: a name in braces stands for exactly one segment that is not empty. A final
     * {@code /*} makes it a prefix.
     *
     * @param segments the segments, a variable still in braces
     * @param prefix whether it ended in {@code /*}
     */
    record Template(List<String> segments, boolean prefix) implements PathPattern {
        @Override
        public String toString() {
            return "/" + String.join("/", segments) + (prefix ? "/*" : "");
        }
    }

    /**
     * {@code ^/api}: every path that starts with this text, whether or not a segment ends there. All that stands behind
     * {@code ^} is text, {@code *} and braces too.
     */
    record Start(String text) implements PathPattern {
        @Override
        public String toString() {
            return "^" + text;
        }
    }

    /** {@code ~^/v[0-9]+/}: a regular expression in RE2 syntax, anchored as written. */
    record Regex(String expression) implements PathPattern {
        @Override
        public String toString() {
            return "~" + expression;
        }
    }

    /**
     * Reads a path pattern by its form.
     *
     * @throws IllegalArgumentException where the text is none of the five forms
     */
    static PathPattern parse(String text) {
        if (text.startsWith("~")) {
            return new Regex(text.substring(1));
        }
        boolean start = text.startsWith("^");
        if (!text.startsWith("/", start ? 1 : 0) || !text.matches("[!-~]*") || text.matches(".*[?#].*")) {
            throw new IllegalArgumentException(
                    text + " (expected: a path that starts with /, without query, ^ and how a path starts, or ~ and a"
                            + " regular expression)");
        }
        if (start) {
            return new Start(text.substring(1));
        }
        boolean prefix = text.endsWith("/*");
        String path = prefix ? text.substring(0, text.length() - 2) : text;
        if (path.indexOf('*') >= 0) {
            throw new IllegalArgumentException(text + " (expected: * only as the last segment)");
        }
        if (path.indexOf('{') >= 0 || path.indexOf('}') >= 0) {
            return template(path, prefix, text);
        }
        return prefix ? new Prefix(path) : new Exact(path);
    }

    private static PathPattern template(String path, boolean prefix, String text) {
        List<String> segments = List.of(path.substring(1).split("/", -1));
        Set<String> names = new HashSet<>();
        for (String segment : segments) {
            boolean variable = segment.matches("\\{[A-Za-z_][A-Za-z0-9_]*\\}");
            if (!variable && (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0)) {
                throw new IllegalArgumentException(text + " (expected: {name} to fill a whole segment)");
            }
            if (variable && !names.add(segment)) {
                throw new IllegalArgumentException(
                        text + " (expected: each variable once, but " + segment + " is repeated)");
            }
        }
        return new Template(segments, prefix);
    }
}
