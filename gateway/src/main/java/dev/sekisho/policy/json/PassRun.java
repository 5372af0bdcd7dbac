package dev.sekisho.policy.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way through a text: containers that edits lead into are gone through, all else is copied as it stands. Holds what it writes, and a few
 * words for each container that is open. Not thread-safe.
 */
final class PassRun {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final Pass pass;
    private final boolean keepsOnly;
    private final Notes notes;
    private final JsonOut out;
    private int at;

    PassRun(byte[] text, Pass pass, Notes notes) {
        this.text = text;
        this.pass = pass;
        this.keepsOnly = pass.keepsOnly();
        this.notes = notes;
        this.out = notes.out(text.length + 64);
    }

    byte[] run() {
        at = JsonScan.space(text, 0);
        if (isContainer()) {
            container(pass.edits(), 0);
        } else if (keepsOnly) {
            out.put(NULL); // nothing of it was named
        } else {
            return text;
        }
        return out.toBytes();
    }

    private boolean isContainer() {
        return text[at] == '{' || text[at] == '[';
    }

    private void container(List<Edit> edits, int depth) {
        if (text[at] == '{') {
            object(edits, depth);
        } else {
            array(edits, depth);
        }
    }

    private void object(List<Edit> edits, int depth) {
        int start = out.size();
        Renames renames = Renames.of(edits, depth);
        boolean[] met = new boolean[edits.size()];
        at = JsonScan.space(text, at + 1);
        while (text[at] != '}') {
            int name = at;
            int nameEnd = JsonScan.end(text, name);
            at = JsonScan.space(text, JsonScan.space(text, nameEnd) + 1);
            List<Edit> leading = leading(edits, depth, name, nameEnd, met);
            if (renames.drops(text, name, nameEnd)) {
                at = JsonScan.end(text, at);
            } else {
                int from = out.size();
                member(leading, depth, name, nameEnd, renames);
                if (out.size() > from) {
                    renames.wrote(text, name, nameEnd, from, out.size());
                }
            }
            next();
        }
        at++;
        create(edits, depth, met);
        out.close(start, '{', '}');
    }

    private List<Edit> leading(List<Edit> edits, int depth, int name, int nameEnd, boolean[] met) {
        List<Edit> leading = List.of();
        for (int i = 0; i < edits.size(); i++) {
            if (edits.get(i).leadsTo(depth, text, name, nameEnd)) {
                met[i] = true;
                leading = with(leading, edits.get(i));
            }
        }
        return leading;
    }

    private static List<Edit> leading(List<Edit> edits, int depth, int number) {
        List<Edit> leading = List.of();
        for (Edit edit : edits) {
            leading = edit.leadsTo(depth, number) ? with(leading, edit) : leading;
        }
        return leading;
    }

    private static List<Edit> with(List<Edit> edits, Edit one) {
        List<Edit> more = edits.isEmpty() ? new ArrayList<>(2) : edits;
        more.add(one);
        return more;
    }

    private void member(List<Edit> leading, int depth, int name, int nameEnd, Renames renames) {
        Optional<Edit.Action> ending = ending(leading, depth);
        if (ending.isPresent() && ending.get() instanceof Edit.Rename rename) {
            renames.met(rename, out);
            out.put(',').put(rename.quoted()).put(':');
            copy();
        } else if (isWritten(ending, leading)) {
            out.put(',').put(text, name, nameEnd).put(':');
            value(ending, leading, depth);
        } else {
            drop(ending);
        }
    }

    private void array(List<Edit> edits, int depth) {
        int start = out.size();
        boolean alike = edits.stream().noneMatch(edit -> edit.isNumbered(depth));
        List<Edit> leading = leading(edits, depth, 0);
        Optional<Edit.Action> ending = ending(leading, depth);
        at = JsonScan.space(text, at + 1);
        for (int number = 0; text[at] != ']'; number++) {
            if (!alike) {
                leading = leading(edits, depth, number);
                ending = ending(leading, depth);
            }
            if (isWritten(ending, leading)) {
                out.put(',');
                value(ending, leading, depth);
            } else {
                drop(ending);
            }
            next();
        }
        at++;
        out.close(start, '[', ']');
    }

    /** Behind a value: to the next one, or to the bracket that ends the container. */
    private void next() {
        at = JsonScan.space(text, at);
        if (text[at] == ',') {
            at = JsonScan.space(text, at + 1);
        }
    }

    /** What is done with the value itself. */
    private static Optional<Edit.Action> ending(List<Edit> leading, int depth) {
        for (Edit edit : leading) {
            if (edit.endsAt(depth)) {
                return Optional.of(edit.action());
            }
        }
        return Optional.empty();
    }

    private boolean isWritten(Optional<Edit.Action> ending, List<Edit> leading) {
        if (keepsOnly) {
            return ending.isPresent() || (!leading.isEmpty() && isContainer());
        }
        return ending.isEmpty() || !(ending.get() instanceof Edit.Remove || ending.get() instanceof Edit.Take);
    }

    private void drop(Optional<Edit.Action> ending) {
        int start = at;
        at = JsonScan.end(text, at);
        if (ending.isPresent() && ending.get() instanceof Edit.Take take) {
            notes.note(take.slot(), text, start, at);
        }
    }

    private void copy() {
        int start = at;
        at = JsonScan.end(text, at);
        out.put(text, start, at);
    }

    private void value(Optional<Edit.Action> ending, List<Edit> leading, int depth) {
        if (ending.isPresent()) {
            changed(ending.get());
        } else if (!leading.isEmpty() && isContainer()) {
            container(leading, depth + 1);
        } else {
            copy();
        }
    }

    private void changed(Edit.Action action) {
        int start = at;
        switch (action) {
            case Edit.Replace(JsonTemplate value) -> other(value);
            case Edit.Set(JsonTemplate value) -> other(value);
            case Edit.Append(JsonTemplate value) -> {
                at = JsonScan.end(text, at);
                append(start, at, value);
            }
            case Edit.Peek(int slot) -> {
                copy();
                notes.note(slot, text, start, at);
            }
            case Edit.Put(int slot)
            when notes.has(slot) -> {
                at = JsonScan.end(text, at);
                out.put(notes.get(slot).orElse(NULL));
            }
            default -> copy();
        }
    }

    private void other(JsonTemplate value) {
        at = JsonScan.end(text, at);
        value.write(out, notes);
    }

    /** Behind the elements of an array; with a value that is none in a new one. */
    private void append(int start, int end, JsonTemplate value) {
        if (text[start] == '[') {
            int from = JsonScan.space(text, start + 1);
            out.put(text, start, end - 1);
            if (from < end - 1) {
                out.put(',');
            }
        } else {
            out.put('[').put(text, start, end).put(',');
        }
        value.write(out, notes);
        out.put(']');
    }

    /** Members that were not met and are to be there, with the objects that they stand in. */
    private void create(List<Edit> edits, int depth, boolean[] met) {
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            if (met[i] || !edit.creates(depth, notes)) {
                continue;
            }
            JsonPath.Step step = edit.path().steps().get(depth);
            List<Edit> same = new ArrayList<>();
            for (int other = i; other < edits.size(); other++) {
                Edit next = edits.get(other);
                if (!met[other]
                        && next.creates(depth, notes)
                        && next.path().steps().get(depth).equals(step)) {
                    met[other] = true;
                    same.add(next);
                }
            }
            out.put(',').put(JsonStrings.quote(((JsonPath.Name) step).text())).put(':');
            made(same, depth);
        }
    }

    private void made(List<Edit> edits, int depth) {
        if (!edits.getFirst().endsAt(depth)) {
            int start = out.size();
            create(edits, depth + 1, new boolean[edits.size()]);
            out.close(start, '{', '}');
            return;
        }
        switch (edits.getFirst().action()) {
            case Edit.Set(JsonTemplate value) -> value.write(out, notes);
            case Edit.Add(JsonTemplate value) -> value.write(out, notes);
            case Edit.Append(JsonTemplate value) -> {
                out.put('[');
                value.write(out, notes);
                out.put(']');
            }
            case Edit.Put(int slot) -> out.put(notes.get(slot).orElse(NULL));
            default ->
                throw new IllegalStateException(edits.getFirst() + " (expected: one that makes what is not there)");
        }
    }
}
