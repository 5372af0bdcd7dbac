package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Tokens;

/**
 * What a client accepts (RFC 9110 section 12.5.3), as weights in thousandths in one number, so that reading allocates nothing. A
 * member that breaks the grammar counts as not there; of one that is there twice the first counts.
 */
final class AcceptEncoding {

    /** No field is there, or nothing in it is of interest. */
    static final long NOTHING = 0;

    /** A coding that the client did not name. */
    static final int UNNAMED = -1;

    private static final byte[][] NAMES = {
        Ascii.bytes("gzip"), Ascii.bytes("br"), Ascii.bytes("identity"), Ascii.bytes("*"), Ascii.bytes("x-gzip")
    };
    private static final int IDENTITY = 2;
    private static final int ANY = 3;
    private static final int X_GZIP = 4; // the same as gzip (RFC 9110 section 8.4.1.3)
    private static final int BITS = 16; // a weight and one, so that 0 stands for none

    private AcceptEncoding() {}

    /** Reads all fields. */
    static long read(Headers request) {
        return read(request, NAMES.length);
    }

    /** Reads what they say of codings by their own names alone, as nginx does: neither {@code *}, {@code identity} nor x-gzip count. */
    static long readNamed(Headers request) {
        return read(request, IDENTITY);
    }

    private static long read(Headers request, int names) {
        long weights = NOTHING;
        for (int i = request.find(HeaderName.ACCEPT_ENCODING);
                i >= 0;
                i = request.find(HeaderName.ACCEPT_ENCODING, i + 1)) {
            weights = read(request.bytes(), request.valueStart(i), request.valueEnd(i), names, weights);
        }
        return weights;
    }

    private static long read(byte[] bytes, int start, int end, int names, long before) {
        long weights = before;
        for (int from = start; from < end; ) {
            int comma = Ascii.indexOf(bytes, from, end, ',');
            int to = comma < 0 ? end : comma;
            weights = member(bytes, blanks(bytes, from, to), to, names, weights);
            from = to + 1;
        }
        return weights;
    }

    private static long member(byte[] bytes, int start, int end, int names, long weights) {
        int nameEnd = Tokens.endOfToken(bytes, start, end);
        int which = which(bytes, start, nameEnd, names);
        if (which < 0) {
            return weights;
        }
        int weight = weight(bytes, blanks(bytes, nameEnd, end), end);
        int shift = which * BITS;
        boolean known = (weights >>> shift & 0xFFFF) != 0;
        return weight < 0 || known ? weights : weights | (long) (weight + 1) << shift;
    }

    private static int which(byte[] bytes, int start, int end, int names) {
        for (int i = 0; i < names; i++) {
            if (Ascii.equalsLower(bytes, start, end, NAMES[i])) {
                return i == X_GZIP ? 0 : i;
            }
        }
        return -1;
    }

    /** The weight behind a name (RFC 9110 section 12.4.2), thousandths; 1000 for none, -1 for what is no weight. */
    private static int weight(byte[] bytes, int start, int end) {
        if (start == end) {
            return 1000;
        }
        int at = bytes[start] == ';' ? blanks(bytes, start + 1, end) : end;
        if (end - at < 3 || Ascii.lower(bytes[at]) != 'q' || bytes[at + 1] != '=') {
            return -1;
        }
        at += 2;
        int whole = bytes[at] - '0';
        int weight = whole * 1000;
        at++;
        if (at < end && bytes[at] == '.') {
            at++;
            for (int unit = 100; unit > 0 && at < end && bytes[at] >= '0' && bytes[at] <= '9'; unit /= 10) {
                weight += (bytes[at++] - '0') * unit;
            }
        }
        boolean sound = (whole == 0 || whole == 1) && weight <= 1000 && blanks(bytes, at, end) == end;
        return sound ? weight : -1;
    }

    private static int blanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The weight of a coding, which the star names too; 0 where the client does not take it. */
    static int weight(long weights, Coding coding) {
        int own = named(weights, coding.ordinal());
        return Math.max(0, own == UNNAMED ? named(weights, ANY) : own);
    }

    /** The weight of no coding at all; {@link #UNNAMED} where the client takes it and says no weight. */
    static int identity(long weights) {
        return named(weights, IDENTITY);
    }

    private static int named(long weights, int which) {
        return (int) (weights >>> which * BITS & 0xFFFF) - 1;
    }
}
