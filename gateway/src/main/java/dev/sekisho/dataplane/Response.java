package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response that the gateway makes itself. Immutable and shared by requests: make it when configuration is built, where
 * it does not depend on the request.
 *
 * <p>Content-Length is set from the body. Thread-safe.
 */
public final class Response {

    private static final byte[] NO_BODY = new byte[0];

    private final int status;
    private final List<Field> fields;
    private final byte[] body;
    private final Reason reason;

    /** A field; the name of one that came from an upstream is its bytes alone, since names of traffic are not interned. */
    private record Field(@Nullable HeaderName name, byte[] nameBytes, byte[] value) {}

    private Response(int status, List<Field> fields, byte[] body, Reason reason) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.reason = reason;
    }

    /**
     * A response without fields or body.
     *
     * @throws IllegalArgumentException where the status is not one of 200 to 599
     */
    public static Response of(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        return new Response(status, List.of(), NO_BODY, Reason.POLICY);
    }

    /** The same with a field more; a value with CR, LF or NUL is refused. */
    public Response with(HeaderName name, String value) {
        byte[] bytes = Ascii.bytes(value);
        if (!Tokens.isFieldValue(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("value of " + name + ": control character (expected: none)");
        }
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, name.wire(), bytes));
        return new Response(status, List.copyOf(more), body, reason);
    }

    /**
     * The answer of an upstream, to be given again: its status, its fields but those of one connection and those that frame
     * the body, and a body, which is taken over.
     */
    public static Response copyOf(ResponseHead head, byte[] body) {
        Headers headers = head.headers();
        List<Field> kept = new ArrayList<>(headers.count());
        for (int i = 0; i < headers.count(); i++) {
            HeaderName known = headers.known(i);
            if (!headers.isRemoved(i) && (known == null || isEndToEnd(known.role()))) {
                byte[] bytes = headers.bytes();
                kept.add(new Field(
                        known,
                        Arrays.copyOfRange(bytes, headers.nameStart(i), headers.nameEnd(i)),
                        Arrays.copyOfRange(bytes, headers.valueStart(i), headers.valueEnd(i))));
            }
        }
        return new Response(head.status(), List.copyOf(kept), body, Reason.NONE);
    }

    private static boolean isEndToEnd(FieldRole role) {
        return switch (role) {
            case PLAIN, FORWARDED, IDENTITY, HOST, EXPECT -> true;
            case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, UPGRADE, HOP_BY_HOP, REQUEST_ID -> false;
        };
    }

    /** The same with a body of the given media type, as UTF-8. */
    public Response withBody(String contentType, String text) {
        return withBody(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a body of the given media type. */
    public Response withBody(String contentType, byte[] bytes) {
        return new Response(status, fields, bytes.clone(), reason).with(HeaderName.CONTENT_TYPE, contentType);
    }

    /** The same with a body whose media type a field already gives, or none. */
    public Response withBody(byte[] bytes) {
        return new Response(status, fields, bytes.clone(), reason);
    }

    /** The same with a reason for the access log. */
    public Response because(Reason why) {
        return new Response(status, fields, body, why);
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** The reason for the access log. */
    public Reason reason() {
        return reason;
    }

    /** The body; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Writes status and fields as the head of an exchange. */
    void fill(ResponseHead head) {
        head.clear();
        head.status(status);
        for (Field field : fields) {
            add(head.headers(), field);
        }
        head.contentLength(body.length);
    }

    private static void add(Headers headers, Field field) {
        byte[] name = field.nameBytes();
        byte[] value = field.value();
        headers.reserve(name.length + value.length + 4);
        byte[] bytes = headers.bytes();
        int start = headers.end();
        int colon = Ascii.put(name, bytes, start);
        bytes[colon] = ':';
        bytes[colon + 1] = ' ';
        int end = Ascii.put(value, bytes, colon + 2);
        bytes[end] = '\r';
        bytes[end + 1] = '\n';
        headers.advance(end + 2);
        HeaderName known = field.name();
        headers.index(known == null ? null : known.first(), start, colon, colon + 2, end);
    }
}
