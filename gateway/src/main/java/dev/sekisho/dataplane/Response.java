package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final @Nullable ResponseHead template; // of an answer that a service gave before
    private final @Nullable BodySource source; // of a body that is not here

    private record Field(HeaderName name, byte[] value) {}

    private Response(int status, List<Field> fields, byte[] body,
            Reason reason,
            @Nullable ResponseHead template,
            @Nullable BodySource source) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.reason = reason;
        this.template = template;
        this.source = source;
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
        return new Response(status, List.of(), NO_BODY, Reason.POLICY, null, null);
    }

    /** A response like one that a service gave, with its fields and this body. */
    public static Response copyOf(ResponseHead head, byte[] body) {
        ResponseHead own = new ResponseHead();
        own.copy(head);
        own.headers().remove(HeaderName.CONTENT_LENGTH);
        return new Response(head.status(), List.of(), body.clone(), Reason.POLICY, own, null);
    }

    /** The same with a field more; a value with CR, LF or NUL is refused. */
    public Response with(HeaderName name, String value) {
        byte[] bytes = Ascii.bytes(value);
        if (!Tokens.isFieldValue(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("value of " + name + ": control character (expected: none)");
        }
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, bytes));
        return new Response(status, List.copyOf(more), body, reason, template, source);
    }

    /** The same with a body of the given media type, as UTF-8. */
    public Response withBody(String contentType, String text) {
        return withBody(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a body of the given media type. */
    public Response withBody(String contentType, byte[] bytes) {
        return new Response(status, fields, bytes.clone(), reason, template, null).with(HeaderName.CONTENT_TYPE, contentType);
    }

    /** The same with a body whose media type a field already gives, or none. */
    public Response withBody(byte[] bytes) {
        return new Response(status, fields, bytes.clone(), reason, template, null);
    }

    /** The same with a body that comes from elsewhere. */
    public Response withSource(BodySource from) {
        return new Response(status, fields, NO_BODY, reason, template, from);
    }

    /** The same with a reason for the access log. */
    public Response because(Reason why) {
        return new Response(status, fields, body, why, template, source);
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** The values of all its fields of that name, in order. */
    public List<String> values(HeaderName name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(field -> Ascii.string(field.value(), 0, field.value().length))
                .toList();
    }

    /** The reason for the access log. */
    public Reason reason() {
        return reason;
    }

    /** Where the body comes from if it is not {@link #body}. */
    public Optional<BodySource> source() {
        return Optional.ofNullable(source);
    }

    /** The body; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Writes status and fields as the head of an exchange. */
    void fill(ResponseHead head) {
        head.clear();
        if (template != null) {
            head.copy(template);
        }
        head.status(status);
        for (Field field : fields) {
            head.headers().add(field.name(), field.value(), 0, field.value().length);
        }
        head.contentLength(source == null ? body.length : source.length());
    }
}
