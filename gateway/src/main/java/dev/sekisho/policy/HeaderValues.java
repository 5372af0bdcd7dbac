package dev.sekisho.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that a configuration gives to fields, name to value, in their order.
 *
 * @param replace in place of all fields of that name, where there are any
 * @param set in place of all fields of that name
 * @param setIfAbsent where there is none of that name
 * @param add behind those of the same name
 * @param append to the last field of that name with a comma, or as a field where there is none
 */
public record HeaderValues(
        Map<String, String> replace,
        Map<String, String> set,
        Map<String, String> setIfAbsent,
        Map<String, String> add,
        Map<String, String> append) {

    /** Takes copies. */
    public HeaderValues {
        replace = copy(replace);
        set = copy(set);
        setIfAbsent = copy(setIfAbsent);
        add = copy(add);
        append = copy(append);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
