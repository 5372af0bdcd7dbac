package dev.sekisho.dataplane.http2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Tokens;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * One header block as it is decoded: pseudo-header fields apart, the others as the lines that HTTP/1.1 has for them, so that
 * one form of heads serves all protocols. Checks what RFC 9113 section 8.2 asks of every block; what is wrong with it is told
 * once all of it is decoded, since the compression's state must be kept.
 *
 * <p>Takes the place of a map that a decoder fills: nothing but {@link #add} of that works. Used again for each block of a
 * connection; not thread-safe.
 */
public final class FieldBlock extends DefaultHttp2Headers {

    private static final byte[] COOKIE_LINE = Ascii.bytes("Cookie: ");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");

    private final Headers fields = new Headers();
    private final Headers cookies = new Headers(); // bytes only: crumbs, joined
    private final int maxFields;
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString protocol;
    private @Nullable AsciiString host;
    private @Nullable AsciiString status;
    private int count;
    private boolean trailersAccepted;
    private String fault = "";

    /** A block; beyond so many fields none is kept. */
    public FieldBlock(int maxFields) {
        super(false, false, 2);
        this.maxFields = maxFields;
    }

    /** Makes ready for the next block. */
    public FieldBlock next() {
        fields.clear();
        cookies.clear();
        method = scheme = authority = path = protocol = status = host = null;
        count = 0;
        trailersAccepted = false;
        fault = "";
        return this;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        if (fault.isEmpty()) {
            AsciiString key = AsciiString.of(name);
            if (key.isEmpty()) {
                fault = "a field has no name";
            } else if (key.byteAt(0) == ':') {
                pseudo(key, AsciiString.of(value));
            } else {
                field(key, AsciiString.of(value));
            }
        }
        return this;
    }

    private void pseudo(AsciiString name, AsciiString value) {
        if (count > 0) {
            fault = "a pseudo-header field follows a field";
            return;
        }
        AsciiString before;
        switch (name.toString()) {
            case ":method" -> {
                before = method;
                method = value;
            }
            case ":scheme" -> {
                before = scheme;
                scheme = value;
            }
            case ":authority" -> {
                before = authority;
                authority = value;
            }
            case ":path" -> {
                before = path;
                path = value;
            }
            case ":protocol" -> {
                before = protocol;
                protocol = value;
            }
            case ":status" -> {
                before = status;
                status = value;
            }
            default -> {
                fault = "an unknown pseudo-header field";
                return;
            }
        }
        if (before != null) {
            fault = "a pseudo-header field is repeated";
        }
    }

    private void field(AsciiString name, AsciiString value) {
        if (++count > maxFields) {
            return;
        }
        int length = name.length();
        fields.reserve(length + value.length() + 4);
        byte[] bytes = fields.bytes();
        int start = fields.end();
        System.arraycopy(name.array(), name.arrayOffset(), bytes, start, length);
        int at = start + length;
        if (!isName(bytes, start, at)) {
            fault = "a field name is no token in lower case";
            return;
        }
        bytes[at++] = ':';
        bytes[at++] = ' ';
        System.arraycopy(value.array(), value.arrayOffset(), bytes, at, value.length());
        int end = at + value.length();
        if (!isValue(bytes, at, end)) {
            fault = "a field value holds a control character, or white space at an end";
            return;
        }
        bytes[end] = '\r';
        bytes[end + 1] = '\n';
        HeaderName known = HeaderName.lookup(bytes, start, start + length);
        if (known != null && !isAllowed(known, bytes, at, end)) {
            return;
        }
        if (known != null && known.equals(HeaderName.HOST)) {
            fault = host == null ? "" : "the Host field is repeated";
            host = value;
            return;
        }
        if (known != null && known.equals(HeaderName.COOKIE)) {
            crumb(bytes, at, end);
            return;
        }
        fields.index(known, start, start + length, at, end);
        fields.advance(end + 2);
    }

    /** Whether the bytes are a field name as HTTP/2 has it: a token in lower case (RFC 9113 section 8.2.1). */
    public static boolean isName(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Tokens.isTokenByte(bytes[i]) || (bytes[i] >= 'A' && bytes[i] <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are a field value: no control but tab, no white space at an end (RFC 9113 section 8.2.1). */
    public static boolean isValue(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        return !isBlank(bytes[start]) && !isBlank(bytes[end - 1]) && Tokens.isFieldValue(bytes, start, end);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** RFC 9113 section 8.2.2: fields of one connection have no place here, but for {@code TE: trailers}, which ends here. */
    private boolean isAllowed(HeaderName name, byte[] bytes, int start, int end) {
        if (name.equals(HeaderName.TE) && Ascii.equalsLower(bytes, start, end, TRAILERS)) {
            trailersAccepted = true;
            return false;
        }
        if (name.role().isOfConnection()) {
            fault = "a field belongs to connections of HTTP/1.1";
            return false;
        }
        return true;
    }

    /** Cookies may come in pieces, which are one field elsewhere (RFC 9113 section 8.2.3). */
    private void crumb(byte[] bytes, int start, int end) {
        if (start == end) {
            return; // nothing, and joined it would leave white space at the end of the value
        }
        cookies.reserve(COOKIE_LINE.length + end - start + 4);
        byte[] into = cookies.bytes();
        int at = cookies.end();
        if (at == 0) {
            at = Ascii.put(COOKIE_LINE, into, at);
        } else {
            into[at++] = ';';
            into[at++] = ' ';
        }
        System.arraycopy(bytes, start, into, at, end - start);
        cookies.advance(at + end - start);
    }

    /** Puts all fields but Host behind what stands in a head, cookies last. */
    public void appendTo(Headers head) {
        int start = head.end();
        int length = fields.end();
        int crumbs = cookies.end();
        head.reserve(length + crumbs + 2);
        System.arraycopy(fields.bytes(), 0, head.bytes(), start, length);
        head.advance(start + length);
        for (int i = 0; i < fields.count(); i++) {
            head.index(
                    fields.known(i),
                    start + fields.nameStart(i),
                    start + fields.nameEnd(i),
                    start + fields.valueStart(i),
                    start + fields.valueEnd(i));
        }
        if (crumbs > 0) {
            int at = head.end();
            System.arraycopy(cookies.bytes(), 0, head.bytes(), at, crumbs);
            head.bytes()[at + crumbs] = '\r';
            head.bytes()[at + crumbs + 1] = '\n';
            head.advance(at + crumbs + 2);
            int value = at + COOKIE_LINE.length;
            head.index(HeaderName.COOKIE, at, value - 2, value, at + crumbs);
        }
    }

    /** What is wrong with the block as such; empty where nothing is. */
    public String fault() {
        return fault;
    }

    /** Whether more fields came than are kept. */
    public boolean isTooLong() {
        return count > maxFields;
    }

    /** Whether {@code TE: trailers} was among the fields. */
    public boolean acceptsTrailers() {
        return trailersAccepted;
    }

    /** Whether it has any pseudo-header field. */
    public boolean hasPseudo() {
        return method != null
                || scheme != null
                || authority != null
                || path != null
                || protocol != null
                || status != null;
    }

    // The pseudo-header fields, null where they are missing; the names are those of Netty's interface

    @Override
    public @Nullable AsciiString method() {
        return method;
    }

    @Override
    public @Nullable AsciiString scheme() {
        return scheme;
    }

    @Override
    public @Nullable AsciiString authority() {
        return authority;
    }

    @Override
    public @Nullable AsciiString path() {
        return path;
    }

    @Override
    public @Nullable AsciiString status() {
        return status;
    }

    /** Value of the Host field, which is not among the fields, or null. */
    public @Nullable AsciiString host() {
        return host;
    }

    /** Value of {@code :protocol} (RFC 8441), or null. */
    public @Nullable AsciiString protocol() {
        return protocol;
    }
}
