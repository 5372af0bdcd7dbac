package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.RegexRewrite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A substitution, whose replacement may name no group that its pattern lacks. */
record RegexRewriteCodec(RecordCodec fields) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        Object value = fields.read(node, scope);
        if (value instanceof RegexRewrite(String pattern, String replacement)) {
            try {
                int groups = Regexes.check(pattern).groupCount();
                int highest = highestGroup(replacement);
                if (highest > groups) {
                    String message =
                            "replacement: $" + highest + " (expected: a group of the pattern, which has " + groups;
                    scope.error(node, "value", message + ")", "");
                    return null;
                }
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return value;
    }

    /** The highest {@code $n} of a replacement, one digit each as in RE2/J where more would name no group; -1 for none. */
    private static int highestGroup(String replacement) {
        int highest = -1;
        for (int i = 0; i + 1 < replacement.length(); i++) {
            if (replacement.charAt(i) == '\\') {
                i++;
            } else if (replacement.charAt(i) == '$' && Character.isDigit(replacement.charAt(i + 1))) {
                highest = Math.max(highest, replacement.charAt(i + 1) - '0');
            }
        }
        return highest;
    }

    @Override
    public Node write(Object value) {
        return fields.write(value);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return fields.schema(definitions);
    }

    @Override
    public String form() {
        return fields.form();
    }

    @Override
    public boolean scalar() {
        return false;
    }

    @Override
    public List<RecordCodec> records() {
        return List.of(fields);
    }
}
