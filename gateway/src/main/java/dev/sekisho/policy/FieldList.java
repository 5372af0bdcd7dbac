package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.Locale;

/** Fields whose values are lists with commas (RFC 9110 section 5.6.1). Allocates nothing. */
public final class FieldList {

    private static final byte[] STAR = {'*'};

    /** A member that is compared without regard to case; made when configuration is built. */
    public static final class Member {
        private final byte[] text;
        private final byte[] lower;

        /** With that text, of ASCII. */
        public Member(String text) {
            this.text = Ascii.bytes(text);
            this.lower = Ascii.bytes(text.toLowerCase(Locale.ROOT));
        }
    }

    private FieldList() {}

    /** Whether one of the members of all fields of that name is that text in lower case, without regard to case. */
    public static boolean contains(Headers headers, HeaderName name, byte[] lower) {
        for (int i = headers.find(name); i >= 0; i = headers.find(name, i + 1)) {
            if (contains(headers.bytes(), headers.valueStart(i), headers.valueEnd(i), lower)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] bytes, int start, int end, byte[] lower) {
        for (int from = start; from < end; ) {
            int comma = Ascii.indexOf(bytes, from, end, ',');
            int to = comma < 0 ? end : comma;
            int first = from;
            int last = to;
            while (first < last && isBlank(bytes[first])) {
                first++;
            }
            while (last > first && isBlank(bytes[last - 1])) {
                last--;
            }
            if (Ascii.equalsLower(bytes, first, last, lower)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    /** Says in Vary that an answer depends on that field of the request, unless the field or {@code *} is there (RFC 9110 section 12.5.5). */
    public static void vary(Headers headers, Member field) {
        if (!contains(headers, HeaderName.VARY, field.lower) && !contains(headers, HeaderName.VARY, STAR)) {
            append(headers, HeaderName.VARY, field.text);
        }
    }

    /** Puts a member at the end of what becomes the only field of that name. */
    public static void append(Headers headers, HeaderName name, byte[] member) {
        int room = member.length;
        for (int i = headers.find(name); i >= 0; i = headers.find(name, i + 1)) {
            room += headers.valueEnd(i) - headers.valueStart(i) + 2;
        }
        int first = headers.find(name);
        int start = headers.begin(name, room);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        for (int i = first; i >= 0; i = headers.find(name, i + 1)) {
            int length = headers.valueEnd(i) - headers.valueStart(i);
            if (length > 0) {
                System.arraycopy(bytes, headers.valueStart(i), bytes, at, length);
                at += length;
                bytes[at++] = ',';
                bytes[at++] = ' ';
            }
            headers.remove(i);
        }
        System.arraycopy(member, 0, bytes, at, member.length);
        headers.advance(at + member.length);
        headers.finish(name, start);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
