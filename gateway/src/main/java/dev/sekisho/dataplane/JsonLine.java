package dev.sekisho.dataplane;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes small JSON values into one line; for answers, not for the path of every request. */
public final class JsonLine {

    private JsonLine() {}

    /** A String, Number, Boolean, Collection, or Map of such; anything else as its text. */
    public static String of(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Collection<?> list -> list.stream().map(JsonLine::of).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> text(entry.getKey()) + ":" + of(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> text(value);
        };
    }

    private static String text(Object value) {
        return '"' + ErrorTemplate.escape(value.toString()) + '"';
    }
}
