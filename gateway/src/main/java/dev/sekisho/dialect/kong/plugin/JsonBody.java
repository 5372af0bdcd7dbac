package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members and values of JSON bodies as the gateway's edits of JSON have them. */
final class JsonBody {

    private JsonBody() {}

    /** The path of a member of the outermost object; Kong's names lead no deeper, whatever they hold. */
    static String path(String name) {
        return "['" + name.replaceAll("['\\\\]", "\\\\$0") + "']";
    }

    /** A string, whose placeholders stay. */
    static String string(String template) {
        return JsonText.of(template);
    }

    /** The same edits with strings of JSON as values. */
    static Edits quoted(Edits edits) {
        return new Edits(
                edits.remove(),
                edits.rename(),
                quoted(edits.replace()),
                quoted(edits.add()),
                edits.appends().stream().map(JsonBody::quoted).toList());
    }

    private static Map<String, String> quoted(Map<String, String> values) {
        Map<String, String> quoted = new LinkedHashMap<>();
        values.forEach((name, value) -> quoted.put(name, string(value)));
        return quoted;
    }

    /** The value of a type that {@code json_types} names, or a string. */
    static String typed(Settings list, String field, int number, String text, Translation into) {
        List<String> types = list.texts("json_types");
        String type = number < types.size() ? types.get(number) : "string";
        return switch (type) {
            case "boolean" -> Boolean.toString(text.equals("true"));
            case "number" -> {
                if (!text.matches("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?([eE][+-]?\\d{1,3})?")) {
                    into.wrong(list, field, text, "a number, as json_types says");
                }
                yield text;
            }
            default -> string(Templates.plain(text));
        };
    }
}
