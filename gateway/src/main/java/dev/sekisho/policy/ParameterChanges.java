package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Escapes;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.PercentText;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Changes of the parameters of a query or a form, in this order whatever the order in the file: remove, keep only, rename, replace, set,
 * set where absent, add, append. What is not changed stays byte for byte and in its place. Names are compared decoded; a plus sign counts as
 * itself and as a blank, since backends differ. What is written is percent-encoded, so that no value begins another parameter. Immutable,
 * thread-safe.
 */
public final class ParameterChanges {

    private final Set<String> remove;
    private final Set<String> keepOnly;
    private final Map<String, String> rename;
    private final Map<String, FieldValue> replace;
    private final Map<String, FieldValue> set;
    private final Map<String, FieldValue> setIfAbsent;
    private final Map<String, FieldValue> add;
    private final Map<String, FieldValue> append;

    /**
     * As the settings say.
     *
     * @param setting where they stand, for messages
     * @throws IllegalArgumentException where renamings touch each other, so that their order would matter, a name is empty, or a
     *     placeholder is unknown
     */
    public ParameterChanges(String setting, ParameterEdits edits) {
        remove = Set.copyOf(edits.remove());
        keepOnly = Set.copyOf(edits.keepOnly());
        rename = edits.rename();
        replace = values(setting + ".replace", edits.replace());
        set = values(setting + ".set", edits.set());
        setIfAbsent = values(setting + ".setIfAbsent", edits.setIfAbsent());
        add = values(setting + ".add", edits.add());
        append = values(setting + ".append", edits.append());
        Set<String> seen = new HashSet<>();
        rename.forEach((from, to) -> {
            if (!seen.add(from) || !seen.add(to) || from.isEmpty() || to.isEmpty()) {
                throw new IllegalArgumentException(setting + ".rename: " + FieldNames.printable(from + ": " + to)
                        + " (expected: each name once, as old or as new name)");
            }
        });
    }

    private static Map<String, FieldValue> values(String setting, Map<String, String> texts) {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        texts.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException(setting + ": \"\" (expected: a name)");
            }
            String label = setting + "." + FieldNames.printable(name);
            values.put(name, FieldValue.template(label, value, Head.REQUEST));
        });
        return values;
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
        return describe().isEmpty();
    }

    /** The query or form with its changes; empty where no parameter is left. */
    public String apply(String query, Exchange x) {
        List<String> all = query.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(query.split("&", -1)));
        all.removeIf(parameter -> isAny(parameter, remove));
        if (!keepOnly.isEmpty()) {
            all.removeIf(parameter -> !keepOnly.contains(name(parameter)));
        }
        rename.forEach((from, to) -> rename(all, from, to));
        replace.forEach((name, value) -> {
            if (has(all, name)) {
                put(all, name, value.text(x));
            }
        });
        set.forEach((name, value) -> put(all, name, value.text(x)));
        setIfAbsent.forEach((name, value) -> {
            if (!has(all, name)) {
                all.add(pair(name, value.text(x)));
            }
        });
        add.forEach((name, value) -> all.add(pair(name, value.text(x))));
        append.forEach((name, value) -> append(all, name, value.text(x)));
        return String.join("&", all);
    }

    private static void rename(List<String> all, String from, String to) {
        if (has(all, from)) {
            all.removeIf(parameter -> is(parameter, to));
            all.replaceAll(parameter ->
                    is(parameter, from) ? PercentText.of(to) + parameter.substring(nameEnd(parameter)) : parameter);
        }
    }

    /** In the place of the first one of that name, or as the last one. */
    private static void put(List<String> all, String name, String value) {
        int at = 0;
        while (at < all.size() && !is(all.get(at), name)) {
            at++;
        }
        all.add(at, pair(name, value));
        List<String> rest = all.subList(at + 1, all.size());
        rest.removeIf(parameter -> is(parameter, name));
    }

    private static void append(List<String> all, String name, String value) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (is(all.get(i), name)) {
                String old = all.get(i);
                boolean empty = nameEnd(old) >= old.length() - 1;
                all.set(i, empty ? pair(name, value) : old + "," + PercentText.of(value));
                return;
            }
        }
        all.add(pair(name, value));
    }

    private static String pair(String name, String value) {
        return PercentText.of(name) + "=" + PercentText.of(value);
    }

    private static boolean has(List<String> all, String name) {
        return all.stream().anyMatch(parameter -> is(parameter, name));
    }

    private static boolean isAny(String parameter, Set<String> names) {
        return !names.isEmpty() && (names.contains(name(parameter)) || names.contains(blanks(parameter)));
    }

    private static boolean is(String parameter, String name) {
        return name(parameter).equals(name) || blanks(parameter).equals(name);
    }

    private static int nameEnd(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter.length() : equals;
    }

    private static String name(String parameter) {
        byte[] bytes = Ascii.bytes(parameter);
        return Escapes.decode(bytes, 0, nameEnd(parameter));
    }

    /** The name as a reader of forms has it. */
    private static String blanks(String parameter) {
        return parameter.indexOf('+') < 0 ? name(parameter) : name(parameter.replace('+', ' '));
    }

    /** What is changed, in the order of the changes; values are not shown, they may be secret. */
    public String describe() {
        List<String> steps = new ArrayList<>();
        remove.stream().sorted().forEach(name -> steps.add("removes " + name));
        if (!keepOnly.isEmpty()) {
            steps.add(
                    "keeps only " + String.join(", ", keepOnly.stream().sorted().toList()));
        }
        rename.forEach((from, to) -> steps.add("renames " + from + " to " + to));
        BiConsumer<String, Map<String, FieldValue>> each =
                (verb, values) -> values.keySet().forEach(name -> steps.add(verb + name));
        each.accept("replaces ", replace);
        each.accept("sets ", set);
        setIfAbsent.keySet().forEach(name -> steps.add("sets " + name + " where absent"));
        each.accept("adds ", add);
        each.accept("appends to ", append);
        return String.join(", ", steps);
    }
}
