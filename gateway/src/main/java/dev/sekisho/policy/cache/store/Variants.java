package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Stands under a key whose responses depend on fields of the request (RFC 9111 section 4.1). Each is under a key of its own, which
 * holds the values of these fields, and the number of this object, so that all are gone with it. Immutable, thread-safe.
 */
public final class Variants implements Stored {

    private static final int ABSENT = 2;
    private static final int END = 0;

    private final Meta.About about;
    private final List<String> names;
    private final byte[][] fields;
    private final long number;

    /**
     * Responses that depend on these fields.
     *
     * @param names in lower case, sorted
     * @param number that no other object of the kind has
     */
    public Variants(Meta.About about, List<String> names, long number) {
        this.about = about;
        this.names = List.copyOf(names);
        this.fields = names.stream().map(Ascii::bytes).toArray(byte[][]::new);
        this.number = number;
    }

    /** The fields, in lower case, sorted. */
    public List<String> names() {
        return names;
    }

    /** The number. */
    public long number() {
        return number;
    }

    /** The key of the response to a request with these fields. */
    public CacheKey key(CacheKey primary, Headers request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(primary.bytes().length + 64);
        out.writeBytes(primary.bytes());
        out.write(1);
        out.writeBytes(Ascii.bytes(Long.toHexString(number)));
        for (byte[] field : fields) {
            out.write(END);
            value(field, request, out);
        }
        return new CacheKey(out.toByteArray());
    }

    /** Values of all fields of the name as one list, without the white space around its elements. */
    private static void value(byte[] field, Headers request, ByteArrayOutputStream out) {
        boolean first = true;
        for (int i = 0; i < request.count(); i++) {
            if (request.isRemoved(i)
                    || !Ascii.equalsLower(request.bytes(), request.nameStart(i), request.nameEnd(i), field)) {
                continue;
            }
            if (!first) {
                out.write(',');
            }
            first = false;
            list(request.bytes(), request.valueStart(i), request.valueEnd(i), out);
        }
        if (first) {
            out.write(ABSENT);
        }
    }

    private static void list(byte[] bytes, int start, int end, ByteArrayOutputStream out) {
        int at = start;
        while (true) {
            int comma = Ascii.indexOf(bytes, at, end, ',');
            int stop = comma < 0 ? end : comma;
            int from = at;
            int to = stop;
            while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
                from++;
            }
            while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
                to--;
            }
            out.write(bytes, from, to - from);
            if (comma < 0) {
                return;
            }
            out.write(',');
            at = stop + 1;
        }
    }

    @Override
    public Meta.About about() {
        return about;
    }

    @Override
    public int weight() {
        return 512 + about.url().length() + 64 * names.size();
    }

    @Override
    public void dropped() {
        // holds nothing
    }
}
