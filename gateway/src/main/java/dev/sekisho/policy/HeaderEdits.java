package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of the fields of a head, in this order whatever the order in the file: remove, rename, set, set where absent,
 * add. Immutable, thread-safe; applying allocates nothing.
 */
public final class HeaderEdits {

    private record Rename(HeaderName from, HeaderName to) {}

    private record Edit(HeaderName name, FieldValue value) {}

    private final HeaderName[] removed;
    private final Rename[] renamed;
    private final Edit[] set;
    private final Edit[] setIfAbsent;
    private final Edit[] added;

    private HeaderEdits(
            List<HeaderName> removed, List<Rename> renamed, List<Edit> set, List<Edit> setIfAbsent, List<Edit> added) {
        this.removed = removed.toArray(HeaderName[]::new);
        this.renamed = renamed.toArray(Rename[]::new);
        this.set = set.toArray(Edit[]::new);
        this.setIfAbsent = setIfAbsent.toArray(Edit[]::new);
        this.added = added.toArray(Edit[]::new);
    }

    /**
     * Changes of nothing yet but removals and renamings.
     *
     * @throws IllegalArgumentException where a name may not be changed ({@link FieldNames#changeable}), or renamings touch
     *     each other, so that their order would matter
     */
    public static HeaderEdits of(Head head, List<String> remove, Map<String, String> rename) {
        List<HeaderName> removed = new ArrayList<>();
        for (String name : remove) {
            removed.add(FieldNames.changeable("remove", name, head));
        }
        List<Rename> renamed = new ArrayList<>();
        Set<HeaderName> seen = new HashSet<>();
        rename.forEach((from, to) -> {
            Rename step =
                    new Rename(FieldNames.changeable("rename", from, head), FieldNames.changeable("rename", to, head));
            if (!seen.add(step.from) || !seen.add(step.to)) {
                throw new IllegalArgumentException(
                        "rename: " + from + ": " + to + " (expected: each name once, as old or as new name)");
            }
            renamed.add(step);
        });
        return new HeaderEdits(removed, renamed, List.of(), List.of(), List.of());
    }

    /**
     * The same with values.
     *
     * @throws IllegalArgumentException where a name may not be changed, stands twice in one setting, or a value cannot be
     *     one ({@link FieldValue#parse})
     */
    public HeaderEdits values(
            Head head, Map<String, String> set, Map<String, String> setIfAbsent, Map<String, String> add) {
        return new HeaderEdits(
                List.of(removed),
                List.of(renamed),
                edits("set", set, head),
                edits("setIfAbsent", setIfAbsent, head),
                edits("add", add, head));
    }

    private static List<Edit> edits(String setting, Map<String, String> values, Head head) {
        List<Edit> edits = new ArrayList<>();
        Set<HeaderName> seen = new HashSet<>();
        values.forEach((text, value) -> {
            HeaderName name = FieldNames.changeable(setting, text, head);
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        setting + ": " + text + " (expected: once, names are compared without regard to case)");
            }
            edits.add(new Edit(name, FieldValue.parse(setting + "." + text, value)));
        });
        return edits;
    }

    /** Changes one of the heads of the exchange. */
    public void apply(Headers headers, Exchange x) {
        for (HeaderName name : removed) {
            headers.remove(name);
        }
        for (Rename step : renamed) {
            rename(headers, step);
        }
        for (Edit edit : set) {
            headers.remove(edit.name);
            edit.value.addTo(headers, edit.name, x);
        }
        for (Edit edit : setIfAbsent) {
            if (!headers.contains(edit.name)) {
                edit.value.addTo(headers, edit.name, x);
            }
        }
        for (Edit edit : added) {
            edit.value.addTo(headers, edit.name, x);
        }
    }

    /** Where the old name is present, its values take the place of those that the new name had. */
    private static void rename(Headers headers, Rename step) {
        int field = headers.find(step.from);
        if (field < 0) {
            return;
        }
        headers.remove(step.to);
        for (; field >= 0; field = headers.find(step.from, field + 1)) {
            headers.add(step.to, headers.bytes(), headers.valueStart(field), headers.valueEnd(field));
            headers.remove(field);
        }
    }

    /** What is changed, in the order of the changes, for {@code explain}; values are not shown, they may be secret. */
    @Override
    public String toString() {
        List<String> steps = new ArrayList<>();
        for (HeaderName name : removed) {
            steps.add("removes " + name);
        }
        for (Rename step : renamed) {
            steps.add("renames " + step.from + " to " + step.to);
        }
        describe(steps, "sets ", set, "");
        describe(steps, "sets ", setIfAbsent, " where absent");
        describe(steps, "adds ", added, "");
        return steps.isEmpty() ? "changes nothing" : String.join(", ", steps);
    }

    private static void describe(List<String> steps, String verb, Edit[] edits, String condition) {
        for (Edit edit : edits) {
            steps.add(verb + edit.name + condition);
        }
    }
}
