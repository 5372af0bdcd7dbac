package dev.sekisho.policy.json;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes JSON texts, in this order whatever the order in the file: remove, keep only, rename, move, replace, set, add, append, template.
 * Each kind is one way through the text, which copies what is not changed byte for byte: numbers keep their digits, strings their
 * escapes. Holds the text, what it writes and what is moved; no tree. Immutable, thread-safe.
 */
public final class JsonEditor {

    private static final int WHOLE = 0; // number of the note that is the whole text
    private static final int ROOM = 1 << 20; // bytes

    private final List<Pass> passes = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Head head;
    private final int most;
    private final Optional<JsonTemplate> template;
    private final Pass peeks;

    /**
     * As the settings say.
     *
     * @throws IllegalArgumentException where a path or a value is none, or paths of one kind of change touch each other, so that their order
     *     would matter
     */
    public JsonEditor(JsonEdits edits, Head head) {
        this(edits, head, Integer.MAX_VALUE - ROOM);
    }

    /**
     * The same for texts of at most that many bytes. What is made of one may have twice as many, and 1 MiB: a value that is put into each
     * element of an array would else make any length of a short text.
     */
    public JsonEditor(JsonEdits edits, Head head, int longest) {
        this.head = head;
        this.most = (int) Math.min(Integer.MAX_VALUE - 8, 2L * longest + ROOM);
        pass("remove", edits.remove(), path -> new Edit.Remove());
        keepOnly(edits.keepOnly());
        rename(edits.rename());
        move(edits.move());
        values("replace", "replaces ", edits.replace(), Edit.Replace::new);
        values("set", "sets ", edits.set(), Edit.Set::new);
        values("add", "adds ", edits.add(), Edit.Add::new);
        values("append", "appends to ", edits.append(), Edit.Append::new);
        List<JsonPath> members = new ArrayList<>();
        template = edits.template().map(text -> JsonTemplate.whole("template", text, head, members));
        template.ifPresent(text -> steps.add("makes a new one"));
        peeks = peeks(members);
    }

    private static List<JsonPath> paths(String setting, List<String> texts) {
        List<JsonPath> paths = new ArrayList<>();
        for (String text : texts) {
            paths.add(JsonPath.parse(setting, text));
        }
        return paths;
    }

    private static void checkApart(String setting, List<JsonPath> paths) {
        for (int i = 0; i < paths.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (paths.get(i).overlaps(paths.get(j))) {
                    throw new IllegalArgumentException(setting + ": " + paths.get(j) + ", " + paths.get(i)
                            + " (expected: no path at or within another one)");
                }
            }
        }
    }

    private void pass(String setting, List<String> texts, Function<JsonPath, Edit.Action> action) {
        List<JsonPath> paths = paths(setting, texts);
        checkApart(setting, paths);
        paths.forEach(path -> steps.add(setting + "s " + path));
        add(paths.stream().map(path -> new Edit(path, action.apply(path))).toList(), 0);
    }

    private void add(List<Edit> edits, int slots) {
        if (!edits.isEmpty()) {
            passes.add(new Pass(edits, slots));
        }
    }

    private void keepOnly(List<String> texts) {
        List<JsonPath> paths = paths("keepOnly", texts);
        if (!paths.isEmpty()) {
            steps.add("keeps only "
                    + String.join(", ", paths.stream().map(JsonPath::toString).toList()));
        }
        add(paths.stream().map(path -> new Edit(path, new Edit.Keep())).toList(), 0);
    }

    private void rename(Map<String, String> names) {
        List<Edit> edits = new ArrayList<>();
        List<JsonPath> touched = new ArrayList<>();
        names.forEach((text, name) -> {
            JsonPath path = JsonPath.parse("rename", text);
            if (!(path.last() instanceof JsonPath.Name)) {
                throw new IllegalArgumentException(
                        "rename: " + FieldNames.printable(text) + " (expected: a path that ends in a name)");
            }
            touched.add(path);
            touched.add(path.sibling(name));
            edits.add(new Edit(path, new Edit.Rename(new JsonPath.Name(name), JsonStrings.quote(name))));
            steps.add("renames " + path + " to " + name);
        });
        checkApart("rename", touched);
        add(edits, 0);
    }

    private void move(Map<String, String> ways) {
        List<Edit> takes = new ArrayList<>();
        List<Edit> puts = new ArrayList<>();
        ways.forEach((text, other) -> {
            JsonPath from = JsonPath.parse("move", text);
            JsonPath to = JsonPath.parse("move", other);
            if (from.isMany() || to.isMany()) {
                throw new IllegalArgumentException(
                        "move: " + from + ": " + to + " (expected: single values, so no [*])");
            }
            if (!to.steps().stream().allMatch(JsonPath.Name.class::isInstance)) {
                throw new IllegalArgumentException(
                        "move: " + from + ": " + to + " (expected: a target of names, so no [0])");
            }
            takes.add(new Edit(from, new Edit.Take(takes.size())));
            puts.add(new Edit(to, new Edit.Put(puts.size())));
            steps.add("moves " + from + " to " + to);
        });
        checkApart("move", takes.stream().map(Edit::path).toList());
        checkApart("move", puts.stream().map(Edit::path).toList());
        add(takes, takes.size());
        add(puts, -1); // keeps what was noted
    }

    private void values(
            String setting, String verb, Map<String, String> values, Function<JsonTemplate, Edit.Action> action) {
        List<Edit> edits = new ArrayList<>();
        values.forEach((text, value) -> {
            JsonPath path = JsonPath.parse(setting, text);
            edits.add(new Edit(path, action.apply(JsonTemplate.value(setting + "." + path, value, head))));
            steps.add(verb + path);
        });
        checkApart(setting, edits.stream().map(Edit::path).toList());
        add(edits, 0);
    }

    /** Paths may lie within each other there: each has a way of its own. */
    private static Pass peeks(List<JsonPath> members) {
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            edits.add(new Edit(members.get(i), new Edit.Peek(i + 1)));
        }
        return new Pass(edits, members.size() + 1);
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * The text with its changes; the same array where there are none.
     *
     * @throws JsonFault where it is no JSON that can be taken, or what is to be made of it is too long
     */
    public byte[] apply(byte[] text, Exchange x) throws JsonFault {
        JsonCheck.check(text);
        try {
            return edited(text, new Notes(x, most));
        } catch (JsonOut.Full e) {
            throw new JsonFault(JsonFault.Kind.TOO_LONG, 1, 1);
        }
    }

    private byte[] edited(byte[] text, Notes notes) {
        byte[] changed = text;
        for (Pass pass : passes) {
            if (pass.slots() >= 0) {
                notes.clear(pass.slots());
            }
            changed = pass.apply(changed, notes);
        }
        return template.isPresent() ? whole(template.get(), changed, notes) : changed;
    }

    private byte[] whole(JsonTemplate made, byte[] text, Notes notes) {
        notes.clear(peeks.slots());
        int start = JsonScan.space(text, 0);
        notes.note(WHOLE, text, start, JsonScan.end(text, start));
        for (Edit peek : peeks.edits()) {
            new Pass(List.of(peek), peeks.slots()).apply(text, notes);
        }
        JsonOut out = notes.out(text.length);
        made.write(out, notes);
        return out.toBytes();
    }

    /** What is changed, in the order of the changes; values are not shown, they may be secret. */
    @Override
    public String toString() {
        return String.join(", ", steps);
    }
}
