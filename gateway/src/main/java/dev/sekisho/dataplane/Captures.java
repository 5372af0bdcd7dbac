package dev.sekisho.dataplane;

import java.util.Map;

/**
 * What the groups of a regular expression took where it matched. Immutable.
 *
 * @param groups text of each group, the whole match first; empty where a group took no part
 * @param numbers numbers of the groups that have names
 */
public record Captures(String[] groups, Map<String, Integer> numbers) {

    /** No match. */
    public static final Captures NONE = new Captures(new String[0], Map.of());

    /** What the group of that number or name took; empty for nothing. */
    public String group(String name) {
        Integer number = numbers.get(name);
        return number == null ? group(number(name)) : group(number);
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
