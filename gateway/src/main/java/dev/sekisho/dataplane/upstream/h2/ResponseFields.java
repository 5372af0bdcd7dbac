package dev.sekisho.dataplane.upstream.h2;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.ResponseRules;
import dev.sekisho.dataplane.http1.TrailerRules;
import dev.sekisho.dataplane.http2.FieldBlock;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes response heads of field sections (RFC 9113 section 8.3.2), as the parser of HTTP/1.1 would have left them, so that
 * all that reads heads sees no difference. Malformed sections are refused (section 8.1.1). Used again for each response of
 * a connection; not thread-safe.
 */
final class ResponseFields {

    /** Room for HPACK's own count of a section, bytes; more is refused while it is decoded. */
    static final int MAX_SIZE = HeadLimits.RESPONSE.bytes();

    private static final String STATUS = ":status";
    private static final int EXTRA = 4; // bytes of a line beside name and value

    private final ResponseRules rules = new ResponseRules();

    /**
     * Puts the fields of a section into a head.
     *
     * @return how the body is framed: none, or as long as the head says, or until the stream ends; INVALID for a section
     *     that is malformed
     */
    ResponseRules.Body read(Http2Headers from, ResponseHead head, Method method) {
        head.clear();
        Headers headers = head.headers();
        int status = -1;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            CharSequence name = field.getKey();
            if (!name.isEmpty() && name.charAt(0) == ':') {
                if (status >= 0 || headers.count() > 0 || !STATUS.contentEquals(name)) {
                    return ResponseRules.Body.INVALID;
                }
                status = status(field.getValue());
            } else if (!add(headers, name, field.getValue(), HeadLimits.RESPONSE) || !mayStand(headers)) {
                return ResponseRules.Body.INVALID;
            }
        }
        if (status < 0) {
            return ResponseRules.Body.INVALID;
        }
        head.status(status);
        return rules.apply(head, method);
    }

    /** Three digits from 100 to 599, or -1. */
    private static int status(CharSequence text) {
        int status = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            status = digit < 0 || digit > 9 ? -1_000 : status * 10 + digit;
        }
        return text.length() == 3 && status >= 100 && status <= 599 ? status : -1;
    }

    /** Whether the field added last belongs to no connection (RFC 9113 section 8.2.2). */
    private static boolean mayStand(Headers headers) {
        HeaderName known = headers.known(headers.count() - 1);
        return known == null || !known.role().isOfConnection();
    }

    /** Adds a field as a line; false where it is malformed (RFC 9113 section 8.2.1) or one too many. */
    private static boolean add(Headers headers, CharSequence name, CharSequence value, HeadLimits limits) {
        int size = name.length() + value.length() + EXTRA;
        if (name.isEmpty() || headers.count() == limits.fields() || headers.end() + size > limits.bytes()) {
            return false;
        }
        headers.reserve(size);
        byte[] bytes = headers.bytes();
        int start = headers.end();
        int nameEnd = put(name, bytes, start);
        bytes[nameEnd] = ':';
        bytes[nameEnd + 1] = ' ';
        int valueStart = nameEnd + 2;
        int valueEnd = put(value, bytes, valueStart);
        if (!FieldBlock.isName(bytes, start, nameEnd) || !FieldBlock.isValue(bytes, valueStart, valueEnd)) {
            return false;
        }
        bytes[valueEnd] = '\r';
        bytes[valueEnd + 1] = '\n';
        headers.advance(valueEnd + 2);
        headers.index(start, nameEnd, valueStart, valueEnd);
        return true;
    }

    private static int put(CharSequence text, byte[] bytes, int at) {
        if (text instanceof AsciiString ascii) {
            System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, at, ascii.length());
        } else {
            for (int i = 0; i < text.length(); i++) {
                bytes[at + i] = (byte) (text.charAt(i) > 0xFF ? 0 : text.charAt(i)); // 0 stands in no name and no value
            }
        }
        return at + text.length();
    }

    /** The lines of trailers that may be passed on, or null where the section is malformed. The caller releases them. */
    static @Nullable ByteBuf trailers(Http2Headers from) {
        Headers headers = new Headers();
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            if (!add(headers, field.getKey(), field.getValue(), HeadLimits.TRAILERS) || !mayStand(headers)) {
                return null;
            }
        }
        return TrailerRules.lines(headers);
    }
}
