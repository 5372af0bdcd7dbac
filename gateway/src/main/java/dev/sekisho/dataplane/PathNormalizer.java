package dev.sekisho.dataplane;

/**
 * The one normal form of a path, on which route, policies, limits, cache keys and the forwarded request agree: unreserved
 * characters decoded once, other escapes in upper case, dot segments removed (RFC 3986 section 6.2.2), repeated slashes
 * merged. What servers are known to read in different ways is refused: bad escapes, controls, overlong UTF-8, backslashes,
 * dot segments with parameters, and paths that lead above the root.
 */
public final class PathNormalizer {

    private static final boolean[] SUSPECT = new boolean[256];
    private static final boolean[] UNRESERVED = new boolean[256];
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    static {
        SUSPECT['%'] = SUSPECT['\\'] = SUSPECT['/'] = true;
        for (int i = 'a'; i <= 'z'; i++) {
            UNRESERVED[i] = UNRESERVED[i - 32] = true;
        }
        for (int i = '0'; i <= '9'; i++) {
            UNRESERVED[i] = true;
        }
        UNRESERVED['-'] = UNRESERVED['.'] = UNRESERVED['_'] = UNRESERVED['~'] = true;
    }

    private PathNormalizer() {}

    /** Whether the path is surely in normal form already; false only means that it must be looked at closely. */
    public static boolean isNormal(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (SUSPECT[bytes[i] & 0xFF] && isSuspicious(bytes, i, end)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the byte, one of percent, backslash and slash, may make the path one that is not normal. */
    public static boolean isSuspicious(byte[] bytes, int i, int end) {
        return bytes[i] != '/' || (i + 1 < end && (bytes[i + 1] == '/' || bytes[i + 1] == '.'));
    }

    /**
     * Writes the normal form behind the end of the head's bytes.
     *
     * @return {@link Reason#NONE}, or why the path is refused; nothing is written then
     */
    public static Reason normalise(RequestHead head, int start, int end) {
        Headers headers = head.headers();
        headers.reserve((end - start) * 3 + 1);
        byte[] bytes = headers.bytes();
        int from = headers.end();
        int to = decode(head, bytes, start, end, from);
        if (to < 0) {
            return to == -1 ? Reason.PATH_ENCODING : Reason.PATH_SEPARATOR;
        }
        int done = removeDots(bytes, from, to);
        if (done < 0) {
            return done == -1 ? Reason.PATH_ABOVE_ROOT : Reason.PATH_ENCODING;
        }
        if (head.hasEncodedSeparators() && hidesDots(bytes, from, done)) {
            return Reason.PATH_ENCODING;
        }
        headers.advance(done);
        return Reason.NONE;
    }

    /** Whether a dot segment stands beside an encoded separator, where a server that decodes it would follow the dots. */
    private static boolean hidesDots(byte[] bytes, int from, int to) {
        int start = from;
        int i = from;
        while (i <= to) {
            int separator = i == to ? 1 : separator(bytes, i, to);
            if (separator > 0 && dots(bytes, start, i) != 0) {
                return true;
            }
            i += Math.max(separator, 1);
            start = separator > 0 ? i : start;
        }
        return false;
    }

    /** Length of the separator at that place: 1 for a slash, 3 for an encoded slash or backslash, 0 where there is none. */
    private static int separator(byte[] bytes, int at, int to) {
        if (bytes[at] == '/') {
            return 1;
        }
        boolean encoded = at + 3 <= to
                && bytes[at] == '%'
                && ((bytes[at + 1] == '2' && bytes[at + 2] == 'F') || (bytes[at + 1] == '5' && bytes[at + 2] == 'C'));
        return encoded ? 3 : 0;
    }

    /** Decodes and checks; returns the end, -1 for a bad escape, -2 for a backslash. */
    private static int decode(RequestHead head, byte[] bytes, int start, int end, int at) {
        int out = at;
        Utf8 utf8 = Utf8.START;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                return -2;
            }
            if (b != '%') {
                bytes[out++] = b;
                if (utf8 != Utf8.START) {
                    return -1;
                }
                continue;
            }
            int value = i + 2 < end ? hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]) : -1;
            utf8 = value < 0 ? Utf8.BAD : utf8.next(value);
            if (value < 0x20 || value == 0x7F || utf8 == Utf8.BAD) {
                return -1;
            }
            i += 2;
            if (UNRESERVED[value]) {
                bytes[out++] = (byte) value;
                continue;
            }
            if (value == '/' || value == '\\') {
                head.encodedSeparators(true);
            }
            bytes[out++] = '%';
            bytes[out++] = HEX[value >> 4];
            bytes[out++] = HEX[value & 0xF];
        }
        return utf8 == Utf8.START ? out : -1;
    }

    /** The value of a hexadecimal digit; negative, also when shifted and combined, for anything else. */
    private static int hex(byte b) {
        int digit = Character.digit(b, 16);
        return b >= 0 && digit >= 0 ? digit : -0x1000;
    }

    /**
     * Removes dot segments and empty segments in place (RFC 3986 section 5.2.4); returns the end, -1 for a path above the
     * root, -2 for a dot segment with parameters, which some servers strip before they look for dots.
     */
    private static int removeDots(byte[] bytes, int from, int to) {
        int out = from;
        int i = from;
        while (i < to) {
            int segment = i + 1;
            int segmentEnd = segment;
            while (segmentEnd < to && bytes[segmentEnd] != '/') {
                segmentEnd++;
            }
            int dots = dots(bytes, segment, segmentEnd);
            boolean last = segmentEnd == to;
            if (dots < 0) {
                return -2;
            }
            if (dots == 2) {
                if (out == from) {
                    return -1;
                }
                do {
                    out--;
                } while (bytes[out] != '/');
            }
            if (dots > 0 || segment == segmentEnd) {
                if (last) {
                    bytes[out++] = '/';
                }
            } else {
                bytes[out++] = '/';
                System.arraycopy(bytes, segment, bytes, out, segmentEnd - segment);
                out += segmentEnd - segment;
            }
            i = segmentEnd;
        }
        return out;
    }

    /** 1 for ".", 2 for "..", 0 for another segment, -1 for dots followed by parameters. */
    private static int dots(byte[] bytes, int start, int end) {
        int length = end - start;
        int dots = 0;
        while (dots < length && dots < 2 && bytes[start + dots] == '.') {
            dots++;
        }
        if (dots == length) {
            return dots;
        }
        return dots > 0 && bytes[start + dots] == ';' ? -1 : 0;
    }

    /** States of a UTF-8 decoder over escapes (Unicode 15, table 3-7), which admits no overlong form and no surrogate. */
    private enum Utf8 {
        START,
        TAIL1,
        TAIL2,
        TAIL3,
        E0,
        ED,
        F0,
        F4,
        BAD;

        Utf8 next(int b) {
            return switch (this) {
                case START -> first(b);
                case TAIL1 -> within(b, 0x80, 0xBF, START);
                case TAIL2 -> within(b, 0x80, 0xBF, TAIL1);
                case TAIL3 -> within(b, 0x80, 0xBF, TAIL2);
                case E0 -> within(b, 0xA0, 0xBF, TAIL1);
                case ED -> within(b, 0x80, 0x9F, TAIL1);
                case F0 -> within(b, 0x90, 0xBF, TAIL2);
                case F4 -> within(b, 0x80, 0x8F, TAIL2);
                case BAD -> BAD;
            };
        }

        private static Utf8 first(int b) {
            if (b < 0x80) {
                return START;
            }
            return switch (b) {
                case 0xE0 -> E0;
                case 0xED -> ED;
                case 0xF0 -> F0;
                case 0xF4 -> F4;
                default ->
                    b >= 0xC2 && b <= 0xDF
                            ? TAIL1
                            : b >= 0xE1 && b <= 0xEF ? TAIL2 : b >= 0xF1 && b <= 0xF3 ? TAIL3 : BAD;
            };
        }

        private static Utf8 within(int b, int low, int high, Utf8 next) {
            return b >= low && b <= high ? next : BAD;
        }
    }
}
