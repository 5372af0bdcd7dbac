package dev.sekisho.dataplane.http2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.util.AsciiString;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map.Entry;

/**
 * Fields on their way into a header block: names in lower case, values seen where they stand in a head's bytes, so it must be
 * written before that head changes. An encoder reads it once, in order; nothing else of a map works but {@link #status}. Used
 * again for each block of a connection; not thread-safe.
 */
public final class HeadFields extends DefaultHttp2Headers {

    private static final AsciiString STATUS = AsciiString.cached(":status");

    private final List<Entry<CharSequence, CharSequence>> entries = new ArrayList<>();
    private CharSequence status = AsciiString.EMPTY_STRING;

    /** No fields. */
    public HeadFields() {
        super(false, false, 2);
    }

    /** Begins anew. */
    public HeadFields begin() {
        entries.clear();
        status = AsciiString.EMPTY_STRING;
        return this;
    }

    /** Begins the head of a response. */
    public HeadFields begin(CharSequence code) {
        begin();
        status = code;
        return field(STATUS, code);
    }

    /** Adds a field whose name is in lower case. */
    public HeadFields field(CharSequence name, CharSequence value) {
        entries.add(new AbstractMap.SimpleImmutableEntry<>(name, value));
        return this;
    }

    /** Adds a field whose name is in lower case, the value standing in these bytes. */
    public HeadFields field(CharSequence name, byte[] bytes, int start, int end) {
        return field(name, new AsciiString(bytes, start, end - start, false));
    }

    /** Adds all fields of a head but those that HTTP/2 has no place for (RFC 9113 section 8.2.2). */
    public HeadFields fields(Headers headers) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            if (headers.isRemoved(i)) {
                continue;
            }
            HeaderName known = headers.known(i);
            if (known == null) {
                field(lower(headers, i), headers.bytes(), headers.valueStart(i), headers.valueEnd(i));
            } else if (!known.role().isOfConnection()) {
                field(known.lower(), headers.bytes(), headers.valueStart(i), headers.valueEnd(i));
            }
        }
        return this;
    }

    private static AsciiString lower(Headers headers, int field) {
        int start = headers.nameStart(field);
        int length = headers.nameEnd(field) - start;
        byte[] name = new byte[length];
        for (int i = 0; i < length; i++) {
            name[i] = Ascii.lower(headers.bytes()[start + i]);
        }
        return new AsciiString(name, false);
    }

    /** Adds the fields that stand in these lines, each with its CRLF, which a parser has let through. Keeps copies. */
    public static HeadFields ofLines(byte[] lines) {
        HeadFields fields = new HeadFields();
        int at = 0;
        while (at < lines.length) {
            int colon = Ascii.indexOf(lines, at, lines.length, ':');
            int end = Ascii.indexOf(lines, at, lines.length, '\r');
            if (colon < 0 || end < colon) {
                break;
            }
            int value = colon + 1;
            while (value < end && (lines[value] == ' ' || lines[value] == '\t')) {
                value++;
            }
            int valueEnd = end;
            while (valueEnd > value && (lines[valueEnd - 1] == ' ' || lines[valueEnd - 1] == '\t')) {
                valueEnd--;
            }
            AsciiString name = new AsciiString(lines, at, colon - at, true).toLowerCase();
            fields.field(name, lines, value, valueEnd);
            at = end + 2;
        }
        return fields;
    }

    @Override
    public CharSequence status() {
        return status;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public Iterator<Entry<CharSequence, CharSequence>> iterator() {
        return entries.iterator();
    }
}
