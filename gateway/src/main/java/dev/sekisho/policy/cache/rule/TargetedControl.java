package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.conditional.ListText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cache directives for caches of a kind: CDN-Cache-Control (RFC 9213, a dictionary of RFC 9651) and Surrogate-Control (Edge
 * Architecture Specification, section 2.1). Thread-safe.
 */
public final class TargetedControl {

    private static final String KEY = "[a-z*][a-z0-9_.*-]*";

    private TargetedControl() {}

    /** CDN-Cache-Control; empty where it is not there, has no members or cannot be read, so that it does not count. */
    public static Optional<CacheControl> cdn(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        for (String member : ListText.split(String.join(",", values))) {
            if (!add(member.strip(), found)) {
                return Optional.empty();
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new CacheControl(found));
    }

    /** Reads a member; the last one of a name counts. False where it is none. */
    private static boolean add(String member, Map<String, String> found) {
        String text = withoutParameters(member);
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        if (!key.matches(KEY)) {
            return false;
        }
        String item = equals < 0 ? "?1" : text.substring(equals + 1);
        found.remove(key);
        if (item.equals("?0")) {
            return true; // false: as if it were not there
        }
        if (item.equals("?1")) {
            found.put(key, "");
        } else if (item.matches("-?[0-9]{1,15}")) {
            found.put(key, item);
        } else if (item.matches("\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\"")) {
            found.put(key, item.substring(1, item.length() - 1));
        } else if (item.matches(
                "[A-Za-z*][!#$%&'*+.^_`|~:/0-9A-Za-z-]*|-?[0-9]{1,12}\\.[0-9]{1,3}|:[A-Za-z0-9+/=]*:|\\(.*\\)")) {
            found.put(key, "?"); // of a type that no directive has: there, and no number
        } else {
            return false;
        }
        return true;
    }

    private static String withoutParameters(String member) {
        boolean quoted = false;
        for (int i = 0; i < member.length(); i++) {
            char c = member.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return member.substring(0, i);
            }
        }
        return member;
    }

    /**
     * Surrogate-Control: {@code max-age=A+B} is fresh for A seconds and may then be served for B more while it is fetched anew. Empty
     * where it says nothing of keeping, such as {@code content="ESI/1.0"} alone.
     */
    public static Optional<CacheControl> surrogate(List<String> values) {
        Map<String, String> found = new HashMap<>();
        CacheControl.parse(values).directives().forEach((name, argument) -> {
            int parameters = argument.indexOf(';');
            String value = parameters < 0 ? argument : argument.substring(0, parameters);
            String key = name.indexOf(';') < 0 ? name : name.substring(0, name.indexOf(';'));
            if (key.equals("max-age")) {
                int plus = value.indexOf('+');
                found.put(key, plus < 0 ? value : value.substring(0, plus));
                if (plus >= 0) {
                    found.put("stale-while-revalidate", value.substring(plus + 1));
                }
            } else if (key.startsWith("no-store")) {
                found.put("no-store", "");
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(new CacheControl(found));
    }
}
