package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of plugins as texts with placeholders of the gateway. Kong's templates are Lua in {@code $(…)}; honoured is what its documentation
 * shows: a member of {@code headers}, {@code query_params} or {@code uri_captures}. Any other expression is an error.
 */
final class Templates {

    private static final Pattern MEMBER = Pattern.compile(
            "\\s*(headers|query_params|uri_captures)(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)'|(\\d{1,3}))\\s*\\])\\s*");

    private static final Pattern NAME = Pattern.compile("[^{}\\s]+");

    private Templates() {}

    /** A text without placeholders. */
    static String plain(String text) {
        return text.replace("{", "{{");
    }

    /** A text with Kong's templates; what has no counterpart is told, and stays out. */
    static String of(String text, Settings settings, String field, Translation into) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("$("); at >= 0; at = text.indexOf("$(", from)) {
            out.append(plain(text.substring(from, at)));
            int end = closing(text, at + 1);
            if (end < 0) {
                into.wrong(settings, field, text, "a closing parenthesis for each $(");
                return out.toString();
            }
            String expression = text.substring(at + 2, end);
            out.append(placeholder(expression).orElseGet(() -> {
                into.refuse(
                        settings,
                        field,
                        "$(" + Shown.text(expression)
                                + ") is more than a member of headers, query_params or uri_captures; Lua is not run",
                        "write a member such as $(headers.x_name), or set the value in the service");
                return "";
            }));
            from = end + 1;
        }
        return out.append(plain(text.substring(from))).toString();
    }

    /** Whether it has templates. */
    static boolean isTemplate(String text) {
        return text.contains("$(");
    }

    private static int closing(String text, int opening) {
        int depth = 0;
        for (int i = opening; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> placeholder(String expression) {
        Matcher matcher = MEMBER.matcher(expression);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = "";
        for (int group = 2; group <= 5; group++) {
            name = matcher.group(group) == null ? name : matcher.group(group);
        }
        if (!NAME.matcher(name).matches()
                || (matcher.group(5) != null && !matcher.group(1).equals("uri_captures"))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (matcher.group(1)) {
                    case "headers" -> "{header." + name.replace('_', '-').toLowerCase(Locale.ROOT) + "}";
                    case "query_params" -> "{query." + name + "}";
                    default -> "{path." + name + "}";
                });
    }
}
