package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Tokens;
import io.netty.buffer.ByteBuf;

/**
 * Reads a head: its bytes are copied once into {@link Headers}, lines are taken as they become whole, fields are indexed
 * where they stand.
 *
 * <p>Stricter than RFC 9112 allows a recipient to be, since every leniency is a place where two parsers on the path may
 * disagree: lines end in CRLF and nothing else (section 2.2), no folding (section 5.2), no white space before the colon
 * (section 5.1), no control but tab in a value (RFC 9110 section 5.5). Controls in values are looked for eight bytes at a
 * time. Not thread-safe.
 */
abstract class HeadParser {

    private static final int STEP = 1024;
    private static final int LAST_LINE = 2; // bytes of the empty line that ends a head
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final HeadLimits limits;
    private int line;
    private boolean inFields;

    HeadParser(HeadLimits limits) {
        this.limits = limits;
    }

    /** What reading has come to. */
    enum Progress {
        /** More bytes are needed. */
        MORE,
        /** The head is whole; what follows it is still in the buffer. */
        DONE,
        /** The head is refused for {@link #reason}. */
        REFUSED
    }

    private Reason reason = Reason.NONE;

    /** Why the head was refused. */
    final Reason reason() {
        return reason;
    }

    /** Whether bytes of a head have come. */
    final boolean isStarted(Headers headers) {
        return headers.end() > 0;
    }

    /** Makes ready for the next head. */
    final void reset() {
        line = 0;
        inFields = false;
        reason = Reason.NONE;
    }

    final Progress refuse(Reason why) {
        reason = why;
        return Progress.REFUSED;
    }

    final HeadLimits limits() {
        return limits;
    }

    /** Takes bytes of a head out of the buffer. */
    final Progress read(Headers headers, ByteBuf in) {
        while (in.isReadable()) {
            int take = Math.min(Math.min(in.readableBytes(), STEP), limits.bytes() + 1 - headers.end());
            headers.append(in, in.readerIndex(), take);
            in.skipBytes(take);
            Progress progress = lines(headers, headers.bytes(), headers.end());
            if (progress == Progress.DONE && line <= limits.bytes()) {
                in.readerIndex(in.readerIndex() - (headers.end() - line));
                headers.advance(line - LAST_LINE); // so that what is added stands right behind the last field
                return progress;
            }
            if (progress == Progress.REFUSED) {
                return progress;
            }
            if (headers.end() > limits.bytes()) {
                return refuse(Reason.HEAD_TOO_LARGE);
            }
        }
        return Progress.MORE;
    }

    /**
     * Reads the start line that begins at {@code at}, if it is whole.
     *
     * @return where the next line begins, or -1 where more bytes are needed or {@link #refuse} was called
     */
    abstract int startLine(byte[] bytes, int at, int end);

    private Progress lines(Headers headers, byte[] bytes, int end) {
        if (!inFields) {
            int next = startLine(bytes, line, end);
            if (next < 0) {
                return reason == Reason.NONE ? Progress.MORE : Progress.REFUSED;
            }
            line = next;
            inFields = true;
        }
        int at = line;
        while (at < end) {
            byte first = bytes[at];
            if (first == '\r') {
                return lastLine(bytes, at, end);
            }
            // An interned name is a token, so only other names are looked at byte by byte.
            int nameEnd = Ascii.find(bytes, at, end, ':');
            HeaderName known = nameEnd == end ? null : HeaderName.lookup(bytes, at, nameEnd);
            if (known == null) {
                nameEnd = Tokens.endOfToken(bytes, at, nameEnd);
            }
            if (nameEnd == end) {
                return Progress.MORE;
            }
            if (bytes[nameEnd] != ':' || nameEnd == at) {
                return refuse(badName(first, bytes[nameEnd], headers.count()));
            }
            int value = skipSpace(bytes, nameEnd + 1, end);
            int valueEnd = endOfValue(bytes, value, end);
            if (valueEnd >= end - 1) {
                return valueEnd < end && bytes[valueEnd] != '\r' ? refuse(badValue(bytes[valueEnd])) : Progress.MORE;
            }
            if (bytes[valueEnd] != '\r' || bytes[valueEnd + 1] != '\n') {
                return refuse(badValue(bytes[valueEnd]));
            }
            if (headers.count() == limits.fields()) {
                return refuse(Reason.TOO_MANY_FIELDS);
            }
            headers.index(known, at, nameEnd, value, trim(bytes, value, valueEnd));
            at = valueEnd + 2;
            line = at;
        }
        return Progress.MORE;
    }

    private Progress lastLine(byte[] bytes, int at, int end) {
        if (at + 1 == end) {
            return Progress.MORE;
        }
        if (bytes[at + 1] != '\n') {
            return refuse(Reason.HEAD_MALFORMED);
        }
        line = at + 2;
        return Progress.DONE;
    }

    private static Reason badName(byte first, byte found, int before) {
        if (first == '\n' || found == '\n') {
            return Reason.LINE_FEED_ALONE;
        }
        boolean folded = (first == ' ' || first == '\t') && before > 0;
        return folded ? Reason.FOLDED : Reason.FIELD_NAME;
    }

    private static Reason badValue(byte found) {
        return found == '\n' ? Reason.LINE_FEED_ALONE : Reason.FIELD_VALUE;
    }

    private static int skipSpace(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int trim(byte[] bytes, int start, int end) {
        int i = end;
        while (i > start && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    /**
     * Where the first control other than tab stands, or {@code end}. Eight bytes at a time: a byte below 0x20 borrows when
     * 0x20 is taken from it, and 0x7F becomes zero when it is flipped (Warren, Hacker's Delight, section 6-1). Reads up to
     * seven bytes beyond {@code end}, which {@link Headers} keeps spare.
     */
    static int endOfValue(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            long word = Ascii.word(bytes, i);
            long flipped = word ^ (ONES * 0x7F);
            long found = (((word - ONES * 0x20) & ~word) | ((flipped - ONES) & ~flipped)) & HIGHS;
            if (found == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (i >= end || bytes[i] != '\t') {
                break;
            }
            i++;
        }
        return Math.min(i, end);
    }
}
