package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one head, kept as the bytes that arrived with an index beside them. Reading makes no String unless asked;
 * a change marks a line as removed or appends one behind the others, and what was not changed leaves as it came, case and
 * order included.
 *
 * <p>Reused from head to head on its event loop; not thread-safe. Field numbers stay valid until {@link #clear}.
 */
public final class Headers {

    private static final int STRIDE = 4;
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int SPARE = 16; // bytes behind the text, so that reading a whole word stays inside

    private byte[] bytes;
    private int end;
    private int[] index = new int[32 * STRIDE];
    private @Nullable HeaderName[] names = new HeaderName[32];
    private boolean[] removed = new boolean[32];
    private int count;

    /** Empty, with room for a usual head. */
    public Headers() {
        this.bytes = new byte[1024 + SPARE];
    }

    /** Forgets all fields and bytes; gives memory back where an unusually large head took it. */
    public void clear() {
        count = 0;
        end = 0;
        if (bytes.length > (8 << 10)) {
            bytes = new byte[1024 + SPARE];
        }
        if (removed.length > 128) {
            index = new int[32 * STRIDE];
            names = new HeaderName[32];
            removed = new boolean[32];
        }
    }

    /** Takes over what the other one holds, position for position. */
    public void copy(Headers other) {
        clear();
        reserve(other.end);
        System.arraycopy(other.bytes, 0, bytes, 0, other.end);
        end = other.end;
        if (removed.length < other.count) {
            index = new int[other.index.length];
            names = new HeaderName[other.names.length];
            removed = new boolean[other.removed.length];
        }
        count = other.count;
        System.arraycopy(other.index, 0, index, 0, count * STRIDE);
        System.arraycopy(other.names, 0, names, 0, count);
        System.arraycopy(other.removed, 0, removed, 0, count);
    }

    /** The bytes that field positions refer to; replaced when they grow, so read it anew after a change. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes are in use. */
    public int end() {
        return end;
    }

    /** Makes room for {@code more} bytes behind the end. */
    public void reserve(int more) {
        if (end + more + SPARE > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more + SPARE));
        }
    }

    /** Takes bytes that were written behind the end, after {@link #reserve}, into use. */
    public void advance(int to) {
        end = to;
    }

    /** Copies bytes from a buffer behind the end; the reader index does not move. */
    public void append(ByteBuf from, int at, int length) {
        reserve(length);
        from.getBytes(at, bytes, end, length);
        end += length;
    }

    /** Adds a field whose bytes already stand in {@link #bytes}, as a parser does. */
    public void index(int name, int nameEnd, int value, int valueEnd) {
        index(HeaderName.lookup(bytes, name, nameEnd), name, nameEnd, value, valueEnd);
    }

    /** The same for a name that the parser has looked up already; null where it was never interned. */
    public void index(@Nullable HeaderName known, int name, int nameEnd, int value, int valueEnd) {
        if (count == removed.length) {
            grow();
        }
        int at = count * STRIDE;
        index[at + NAME] = name;
        index[at + NAME_END] = nameEnd;
        index[at + VALUE] = value;
        index[at + VALUE_END] = valueEnd;
        names[count] = known;
        removed[count] = false;
        count++;
    }

    private void grow() {
        index = Arrays.copyOf(index, index.length * 2);
        names = Arrays.copyOf(names, names.length * 2);
        removed = Arrays.copyOf(removed, removed.length * 2);
    }

    /** How many fields were ever added, removed ones included: field numbers run from 0 to this. */
    public int count() {
        return count;
    }

    /** Whether the field was removed. */
    public boolean isRemoved(int field) {
        return removed[field];
    }

    /** Whether the field bears the name. */
    public boolean is(int field, HeaderName name) {
        HeaderName known = names[field];
        return known == null ? name.spelledBy(bytes, nameStart(field), nameEnd(field)) : known == name.first();
    }

    /** Where the name of the field starts. */
    public int nameStart(int field) {
        return index[field * STRIDE + NAME];
    }

    /** Where the name of the field ends. */
    public int nameEnd(int field) {
        return index[field * STRIDE + NAME_END];
    }

    /** Where the value of the field starts, white space around it left out. */
    public int valueStart(int field) {
        return index[field * STRIDE + VALUE];
    }

    /** Where the value of the field ends. */
    public int valueEnd(int field) {
        return index[field * STRIDE + VALUE_END];
    }

    /** The interned name of the field, or null where nobody interned it; for the rooms of the data plane. */
    public @Nullable HeaderName known(int field) {
        return names[field];
    }

    /** Number of the first field of that name, or -1. */
    public int find(HeaderName name) {
        return find(name, 0);
    }

    /** Number of the first field of that name from {@code from} on, or -1. */
    public int find(HeaderName name, int from) {
        HeaderName first = name.first();
        for (int i = from; i < count; i++) {
            HeaderName known = names[i];
            boolean same = known == null ? name.spelledBy(bytes, nameStart(i), nameEnd(i)) : known == first;
            if (same && !removed[i]) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a field of that name is there. */
    public boolean contains(HeaderName name) {
        return find(name, 0) >= 0;
    }

    /** Value of the first field of that name, as a new String. */
    public Optional<String> get(HeaderName name) {
        int field = find(name, 0);
        return field < 0 ? Optional.empty() : Optional.of(value(field));
    }

    /** Values of all fields of that name, in order. */
    public List<String> getAll(HeaderName name) {
        List<String> values = new ArrayList<>();
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** Name of the field as it was sent, as a new String. */
    public String name(int field) {
        return Ascii.string(bytes, nameStart(field), nameEnd(field));
    }

    /** Value of the field, as a new String. */
    public String value(int field) {
        return Ascii.string(bytes, valueStart(field), valueEnd(field));
    }

    /** Whether the value equals a text that is in lower case, without regard to case. */
    public boolean valueEqualsLower(int field, byte[] lower) {
        return Ascii.equalsLower(bytes, valueStart(field), valueEnd(field), lower);
    }

    /** Removes the field. */
    public void remove(int field) {
        removed[field] = true;
    }

    /** Takes back the removal of the field. */
    public void restore(int field) {
        removed[field] = false;
    }

    /** Removes all fields of that name. */
    public void remove(HeaderName name) {
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            removed[i] = true;
        }
    }

    /** Removes all fields of these names, by one pass over the fields. */
    public void removeAll(HeaderName[] those) {
        long marks = 0; // a bit for the hash of each name, so that most fields are compared with none of them
        for (HeaderName name : those) {
            marks |= 1L << name.hashCode();
        }
        for (int i = 0; i < count && marks != 0; i++) {
            HeaderName known = names[i];
            if (!removed[i] && (known == null || (marks & 1L << known.hashCode()) != 0)) {
                removed[i] = isAny(i, those);
            }
        }
    }

    private boolean isAny(int field, HeaderName[] those) {
        for (HeaderName name : those) {
            if (is(field, name)) {
                return true;
            }
        }
        return false;
    }

    /** Replaces all fields of that name by one; a value with CR, LF or NUL is refused. */
    public void set(HeaderName name, String value) {
        set(name, Ascii.bytes(value));
    }

    /** Replaces all fields of that name by one; a value with CR, LF or NUL is refused. */
    public void set(HeaderName name, byte[] value) {
        remove(name);
        add(name, value, 0, value.length);
    }

    /** Adds a field behind the others; a value with CR, LF or NUL is refused. */
    public void add(HeaderName name, String value) {
        byte[] text = Ascii.bytes(value);
        add(name, text, 0, text.length);
    }

    /**
     * Adds a field behind the others. The value may stand in {@link #bytes} itself.
     *
     * @throws IllegalArgumentException where the value holds a control character (RFC 9110 section 5.5)
     */
    public void add(HeaderName name, byte[] value, int from, int to) {
        if (!Tokens.isFieldValue(value, from, to)) {
            throw new IllegalArgumentException(
                    "value of " + name + ": control character (expected: none, RFC 9110 section 5.5)");
        }
        addChecked(name, value, from, to);
    }

    /** Adds a field behind the others whose value is known to hold no control character, since it was parsed or made. */
    public void addChecked(HeaderName name, byte[] value, int from, int to) {
        int start = begin(name, to - from);
        System.arraycopy(value, from, bytes, end, to - from);
        end += to - from;
        finish(name, start);
    }

    /** Begins a field whose value the caller writes at {@link #end}, at most {@code room} bytes, then {@link #finish}. */
    public int begin(HeaderName name, int room) {
        byte[] wire = name.wire();
        reserve(wire.length + room + 4);
        int start = end;
        System.arraycopy(wire, 0, bytes, end, wire.length);
        end += wire.length;
        bytes[end++] = ':';
        bytes[end++] = ' ';
        return start;
    }

    /** Ends a field that {@link #begin} began at {@code start}: its value is what was written since. */
    public void finish(HeaderName name, int start) {
        int nameEnd = start + name.wire().length;
        index(name.first(), start, nameEnd, nameEnd + 2, end);
        bytes[end++] = '\r';
        bytes[end++] = '\n';
    }

    /** Writes all fields that were not removed, each with its CRLF, as they stand. */
    public void writeTo(ByteBuf out) {
        writeTo(out, end, end, end);
    }

    /**
     * Writes a start line, all fields that were not removed as they stand, and a tail. What stands side by side in
     * {@link #bytes} leaves in one copy: for a head that was only added to, that is the whole.
     *
     * @param lineStart where the start line begins
     * @param lineEnd where it ends
     * @param tailEnd where the tail ends, which the caller wrote at {@link #end} after {@link #reserve}
     */
    public void writeTo(ByteBuf out, int lineStart, int lineEnd, int tailEnd) {
        int runStart = lineStart;
        int runEnd = lineEnd;
        for (int i = 0; i < count; i++) {
            if (removed[i]) {
                continue;
            }
            int line = nameStart(i);
            if (line != runEnd) {
                write(out, runStart, runEnd);
                runStart = line;
            }
            runEnd = lineEnd(i);
        }
        if (runEnd != end) {
            write(out, runStart, runEnd);
            runStart = end;
        }
        write(out, runStart, tailEnd);
    }

    private void write(ByteBuf out, int from, int to) {
        if (to > from) {
            out.writeBytes(bytes, from, to - from);
        }
    }

    /** Where the line of the field ends, CRLF included; white space may stand between value and CRLF. */
    private int lineEnd(int field) {
        int i = valueEnd(field);
        while (bytes[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    /** The fields as a user reads them, for tests and explanations; secrets included, so never for logs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (!removed[i]) {
                text.append(name(i)).append(": ").append(value(i)).append('\n');
            }
        }
        return text.toString();
    }
}
