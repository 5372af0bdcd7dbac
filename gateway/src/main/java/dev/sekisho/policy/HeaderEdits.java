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
 * Changes of the fields of a head, in this order whatever the order in the file: remove, rename, replace, set, set where absent,
 * add, append. Immutable, thread-safe; applying allocates nothing but what {@link FieldValue} does.
 */
public final class HeaderEdits {

    private record Rename(HeaderName from, HeaderName to) {}

    private record Edit(HeaderName name, FieldValue value) {}

    private final RemovedFields removed;
    private final Rename[] renamed;
    private final Edit[] replaced;
    private final Edit[] set;
    private final Edit[] setIfAbsent;
    private final Edit[] added;
    private final Edit[] appended;

    /**
     * As the settings say.
     *
     * @throws IllegalArgumentException where a name may not be changed ({@link FieldNames#changeable}), stands twice in one
     *     setting, renamings touch each other, so that their order would matter, or a value cannot be one ({@link FieldValue#parse})
     */
    public HeaderEdits(Head head, List<String> remove, Map<String, String> rename, HeaderValues values) {
        removed = new RemovedFields(head, remove);
        renamed = renames(rename, head);
        replaced = edits("replace", values.replace(), head);
        set = edits("set", values.set(), head);
        setIfAbsent = edits("setIfAbsent", values.setIfAbsent(), head);
        added = edits("add", values.add(), head);
        appended = edits("append", values.append(), head);
        for (Edit edit : appended) {
            if (edit.name.equals(HeaderName.SET_COOKIE)) {
                throw new IllegalArgumentException(
                        "append: Set-Cookie (expected: add; its values cannot share a field, RFC 9110 section 5.3)");
            }
        }
    }

    private static Rename[] renames(Map<String, String> rename, Head head) {
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
        return renamed.toArray(Rename[]::new);
    }

    private static Edit[] edits(String setting, Map<String, String> values, Head head) {
        List<Edit> edits = new ArrayList<>();
        Set<HeaderName> seen = new HashSet<>();
        values.forEach((text, value) -> {
            HeaderName name = FieldNames.changeable(setting, text, head);
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        setting + ": " + text + " (expected: once, names are compared without regard to case)");
            }
            edits.add(new Edit(name, FieldValue.parse(setting + "." + text, value, head)));
        });
        return edits.toArray(Edit[]::new);
    }

    /** Changes one of the heads of the exchange. */
    public void apply(Headers headers, Exchange x) {
        removed.apply(headers);
        for (Rename step : renamed) {
            rename(headers, step);
        }
        for (Edit edit : replaced) {
            if (headers.contains(edit.name)) {
                set(headers, edit, x);
            }
        }
        for (Edit edit : set) {
            set(headers, edit, x);
        }
        for (Edit edit : setIfAbsent) {
            if (!headers.contains(edit.name)) {
                edit.value.addTo(headers, edit.name, x);
            }
        }
        for (Edit edit : added) {
            edit.value.addTo(headers, edit.name, x);
        }
        for (Edit edit : appended) {
            append(headers, edit, x);
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

    /** The old fields go once the value is there, which may be made of them. */
    private static void set(Headers headers, Edit edit, Exchange x) {
        int count = headers.count();
        edit.value.addTo(headers, edit.name, x);
        for (int i = headers.find(edit.name); i >= 0 && i < count; i = headers.find(edit.name, i + 1)) {
            headers.remove(i);
        }
    }

    private static void append(Headers headers, Edit edit, Exchange x) {
        int last = -1;
        for (int i = headers.find(edit.name); i >= 0; i = headers.find(edit.name, i + 1)) {
            last = i;
        }
        if (last >= 0) {
            edit.value.addTo(headers, edit.name, x, headers.valueStart(last), headers.valueEnd(last));
            headers.remove(last);
        } else {
            edit.value.addTo(headers, edit.name, x);
        }
    }

    /** What is changed, in the order of the changes, for {@code explain}; values are not shown, they may be secret. */
    @Override
    public String toString() {
        List<String> steps = new ArrayList<>();
        describe(steps);
        return steps.isEmpty() ? "changes nothing" : String.join(", ", steps);
    }

    /** The same, one step each. */
    public void describe(List<String> steps) {
        removed.describe(steps);
        for (Rename step : renamed) {
            steps.add("renames " + step.from + " to " + step.to);
        }
        describe(steps, "replaces ", replaced, "");
        describe(steps, "sets ", set, "");
        describe(steps, "sets ", setIfAbsent, " where absent");
        describe(steps, "adds ", added, "");
        describe(steps, "appends to ", appended, "");
    }

    private static void describe(List<String> steps, String verb, Edit[] edits, String condition) {
        for (Edit edit : edits) {
            steps.add(verb + edit.name + condition);
        }
    }
}
