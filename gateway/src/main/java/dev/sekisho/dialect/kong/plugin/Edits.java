package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a transformer does to one part of a message, in Kong's order: remove, rename, replace, add where there is none, append as one more.
 * Several entries of one name are kept apart as passes, since the policies know each name once.
 *
 * @param remove names
 * @param rename old name to new name
 * @param replace name to value; of several entries of a name the last counts
 * @param add name to value; of several entries of a name the first counts
 * @param appends name to value, by pass
 */
record Edits(
        List<String> remove,
        Map<String, String> rename,
        Map<String, String> replace,
        Map<String, String> add,
        List<Map<String, String>> appends) {

    /**
     * Those of the settings.
     *
     * @param part the lists that are meant, such as {@code headers}
     * @param fields whether case of names has no meaning
     * @param value makes a value of the gateway of one of Kong's; gets the list and the number of the entry
     */
    static Edits of(Settings settings, String part, boolean fields, Translation into, Values value) {
        Reading reading = new Reading(settings, part, fields, into, value);
        Map<String, String> rename = new LinkedHashMap<>();
        reading.each("rename", (name, to) -> rename.putIfAbsent(name, to));
        Map<String, String> replace = new LinkedHashMap<>();
        reading.valued("replace", (name, text) -> replace.put(name, text));
        Map<String, String> add = new LinkedHashMap<>();
        reading.valued("add", (name, text) -> add.putIfAbsent(name, text));
        List<Map<String, String>> appends = new ArrayList<>();
        reading.valued("append", (name, text) -> {
            Map<String, String> pass = appends.stream()
                    .filter(each -> !each.containsKey(name))
                    .findFirst()
                    .orElseGet(() -> {
                        appends.add(new LinkedHashMap<>());
                        return appends.getLast();
                    });
            pass.put(name, text);
        });
        return new Edits(reading.names(), rename, replace, add, appends);
    }

    /** Makes a value of the gateway. */
    @FunctionalInterface
    interface Values {
        String of(Settings list, String field, int number, String text);
    }

    /** Nothing but the first pass has all edits, each further one the entries of its own to append. */
    List<Map<String, Object>> passes(String absent, String behind) {
        List<Map<String, Object>> passes = new ArrayList<>();
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("remove", remove);
        first.put("rename", rename);
        first.put("replace", replace);
        first.put(absent, add);
        first.put(behind, appends.isEmpty() ? Map.of() : appends.getFirst());
        passes.add(first);
        appends.stream().skip(1).forEach(pass -> passes.add(Map.of(behind, pass)));
        return passes;
    }

    /** The same without names that the test holds for. */
    Edits without(Predicate<String> test) {
        UnaryOperator<Map<String, String>> rest = map -> {
            Map<String, String> kept = new LinkedHashMap<>(map);
            kept.keySet().removeIf(test);
            return kept;
        };
        return new Edits(
                remove.stream().filter(test.negate()).toList(),
                rest.apply(rename),
                rest.apply(replace),
                rest.apply(add),
                appends.stream().map(rest).toList());
    }

    boolean isEmpty() {
        return remove.isEmpty() && rename.isEmpty() && replace.isEmpty() && add.isEmpty() && appends.isEmpty();
    }

    /** The same edits with each name in another form, such as a path of JSON. */
    Edits named(UnaryOperator<String> form) {
        return new Edits(
                remove.stream().map(form).toList(),
                keys(rename, form),
                keys(replace, form),
                keys(add, form),
                appends.stream().map(pass -> keys(pass, form)).toList());
    }

    private static Map<String, String> keys(Map<String, String> map, UnaryOperator<String> form) {
        Map<String, String> renamed = new LinkedHashMap<>();
        map.forEach((name, value) -> renamed.put(form.apply(name), value));
        return renamed;
    }

    /** Reads the lists of one part; of names that differ in case alone the first spelling stands for all. */
    private static final class Reading {

        private final Settings settings;
        private final String part;
        private final boolean fields;
        private final Translation into;
        private final Values value;
        private final Map<String, String> spellings = new LinkedHashMap<>();

        Reading(Settings settings, String part, boolean fields, Translation into, Values value) {
            this.settings = settings;
            this.part = part;
            this.fields = fields;
            this.into = into;
            this.value = value;
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (String entry : settings.part("remove").texts(part)) {
                int colon = entry.indexOf(':');
                String name = spelling(colon < 0 ? entry : entry.substring(0, colon));
                if (seen.add(name)) {
                    names.add(name);
                }
            }
            return names;
        }

        void valued(String list, BiConsumer<String, String> take) {
            Settings from = settings.part(list);
            int[] number = {0};
            each(list, (name, text) -> take.accept(name, value.of(from, part, number[0]++, text)));
        }

        void each(String list, BiConsumer<String, String> take) {
            Settings from = settings.part(list);
            for (String entry : from.texts(part)) {
                int colon = entry.indexOf(':');
                String text = colon < 0 ? "" : entry.substring(colon).replaceFirst("^:+", "");
                if (colon < 1 || text.isEmpty()) {
                    into.wrong(from, part, entry, "a name, a colon and a value");
                } else {
                    take.accept(spelling(entry.substring(0, colon)), fields ? text.strip() : text);
                }
            }
        }

        private String spelling(String name) {
            return spellings.computeIfAbsent(fields ? name.toLowerCase(Locale.ROOT) : name, _ -> name);
        }
    }
}
