package dev.sekisho.dataplane;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the groups of regular expressions took: numbers are those of the last one, names stay until an expression with a group of that name
 * matches, as with nginx. Immutable.
 *
 * @param groups text of each group of the last match, the whole match first; empty where a group took no part
 * @param numbers numbers of its groups that have names
 * @param named what groups of earlier matches took that have names
 * @param isOfRoute whether the last match was that of the route's own expression, whose groups are its variables
 */
public record Captures(String[] groups, Map<String, Integer> numbers, Map<String, String> named, boolean isOfRoute) {

    private static final String[] NO_GROUPS = {};

    /** No match but the route's. */
    public static final Captures NONE = new Captures(NO_GROUPS, Map.of(), Map.of(), true);

    private static final Captures MISSED = new Captures(NO_GROUPS, Map.of(), Map.of(), false);

    /** After another expression has matched. */
    public Captures matched(String[] its, Map<String, Integer> names) {
        return new Captures(its, names, names(), false);
    }

    /** After another expression has not matched: no number takes anything now. */
    public Captures missed() {
        Map<String, String> kept = names();
        return kept.isEmpty() ? MISSED : new Captures(NO_GROUPS, Map.of(), kept, false);
    }

    /** After a route's expression has matched that has groups of these names. */
    public Captures routed(Collection<String> names) {
        if (named.isEmpty() && numbers.isEmpty()) {
            return NONE;
        }
        Map<String, String> kept = new HashMap<>(names());
        kept.keySet().removeAll(names);
        return kept.isEmpty() ? NONE : new Captures(NO_GROUPS, Map.of(), kept, true);
    }

    private Map<String, String> names() {
        if (numbers.isEmpty()) {
            return named;
        }
        Map<String, String> all = new HashMap<>(named);
        numbers.forEach((name, number) -> all.put(name, group(number)));
        return all;
    }

    /** Whether the group of that number or name, if there is one, is one of the route's expression. */
    public boolean isOfRoute(String name) {
        return Character.isDigit(name.charAt(0)) ? isOfRoute : !numbers.containsKey(name) && !named.containsKey(name);
    }

    /** What the group of that number or name took, the route's own left aside; empty for nothing. */
    public String group(String name) {
        Integer number = numbers.get(name);
        return number == null ? named.getOrDefault(name, group(number(name))) : group(number);
    }

    private String group(int number) {
        return number >= 0 && number < groups.length ? groups[number] : "";
    }

    /** A number of one or two digits; -1 for anything else. */
    private static int number(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (i == 2 || digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
