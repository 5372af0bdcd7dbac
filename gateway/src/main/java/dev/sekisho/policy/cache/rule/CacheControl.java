package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.conditional.ListText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The directives of Cache-Control and its relatives (RFC 9111 section 5.2): names in lower case with their arguments. Immutable,
 * thread-safe.
 *
 * @param directives argument by name; empty where there is none
 */
public record CacheControl(Map<String, String> directives) {

    /** No directives. */
    public static final CacheControl NONE = new CacheControl(Map.of());

    /** The largest number of seconds; larger ones count as this (RFC 9111 section 1.2.2). */
    public static final long MAX_SECONDS = Integer.MAX_VALUE;

    /** Argument in place of two that contradict each other, which is no number. */
    private static final String CONFLICT = "?";

    /** Takes a copy. */
    public CacheControl {
        directives = Map.copyOf(directives);
    }

    /** Reads all values of the field as one list; what is no directive is left out. */
    public static CacheControl parse(List<String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        Map<String, String> found = new HashMap<>();
        for (String value : values) {
            for (String part : ListText.split(value)) {
                add(part, found);
            }
        }
        return new CacheControl(found);
    }

    private static void add(String part, Map<String, String> found) {
        int equals = part.indexOf('=');
        String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String argument = equals < 0 ? "" : unquoted(part.substring(equals + 1).strip());
        if (name.isEmpty()) {
            return;
        }
        String before = found.putIfAbsent(name, argument);
        if (before != null && !before.equals(argument)) {
            found.put(name, isFieldList(name) ? joined(before, argument) : CONFLICT);
        }
    }

    private static boolean isFieldList(String name) {
        return name.equals("no-cache") || name.equals("private");
    }

    /** Without fields it concerns the whole response, which is the stronger. */
    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? "" : one + "," + other;
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            out.append(c == '\\' && i + 1 < text.length() - 1 ? text.charAt(++i) : c);
        }
        return out.toString();
    }

    /** Whether the directive is there, with an argument or without. */
    public boolean has(String name) {
        return directives.containsKey(name);
    }

    /** Whether the directive is there and concerns the whole response, not only the fields that it names. */
    public boolean hasWhole(String name) {
        return has(name) && fields(name).isEmpty();
    }

    /** The field names, in lower case, that no-cache or private is limited to; empty for none. */
    public List<String> fields(String name) {
        String argument = directives.getOrDefault(name, "");
        List<String> names = new ArrayList<>();
        for (String field : argument.split(",", -1)) {
            if (!field.isBlank()) {
                names.add(field.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /**
     * The seconds of the directive; empty where it is not there. What is no number, or given twice with different ones, is 0: such
     * freshness is none (RFC 9111 section 4.2.1).
     */
    public OptionalLong seconds(String name) {
        String argument = directives.get(name);
        return argument == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, seconds(argument, 0)));
    }

    /** Delta seconds; {@code otherwise} where the text is none. */
    static long seconds(String text, long otherwise) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return otherwise;
        }
        return text.length() > 10 ? MAX_SECONDS : Math.min(MAX_SECONDS, Long.parseLong(text));
    }
}
