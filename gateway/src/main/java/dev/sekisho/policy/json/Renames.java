package dev.sekisho.policy.json;

import java.util.ArrayList;
import java.util.List;

/** The renamings in one object: where the old name is met, what stands under the new name goes, be it before or behind. Not thread-safe. */
final class Renames {

    private static final Renames NONE = new Renames(List.of());

    /** One renaming in this object. */
    private static final class One {
        private final Edit.Rename rename;
        private boolean met;
        private int start = -1; // of the member under the new name, as written
        private int end = -1;

        One(Edit.Rename rename) {
            this.rename = rename;
        }
    }

    private final List<One> all;

    private Renames(List<One> all) {
        this.all = all;
    }

    static Renames of(List<Edit> edits, int depth) {
        List<One> all = List.of();
        for (Edit edit : edits) {
            if (edit.endsAt(depth) && edit.action() instanceof Edit.Rename rename) {
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(new One(rename));
            }
        }
        return all.isEmpty() ? NONE : new Renames(all);
    }

    /** Whether the member of that name goes, since a renamed one has its name already. */
    boolean drops(byte[] text, int name, int nameEnd) {
        for (One one : all) {
            if (one.met && JsonScan.isName(text, name, nameEnd, one.rename.to())) {
                return true;
            }
        }
        return false;
    }

    /** A member of that name was written there. */
    void wrote(byte[] text, int name, int nameEnd, int start, int end) {
        for (One one : all) {
            if (JsonScan.isName(text, name, nameEnd, one.rename.to())) {
                one.start = start;
                one.end = end;
            }
        }
    }

    /** The old name is met: takes out what was written under the new one. */
    void met(Edit.Rename rename, JsonOut out) {
        for (One one : all) {
            if (one.rename == rename) {
                one.met = true;
                if (one.start >= 0) {
                    out.cut(one.start, one.end);
                    moved(one.start, one.end - one.start);
                }
            }
        }
    }

    private void moved(int from, int by) {
        for (One one : all) {
            if (one.start > from) {
                one.start -= by;
                one.end -= by;
            }
        }
    }
}
