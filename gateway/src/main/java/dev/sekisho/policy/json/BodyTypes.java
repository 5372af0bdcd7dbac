package dev.sekisho.policy.json;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import java.util.List;
import java.util.Locale;

/** Which bodies a policy looks at, by their media type (RFC 9110 section 8.3.1); parameters do not count. Immutable, thread-safe. */
public final class BodyTypes {

    /** JSON in all its types (RFC 8259 section 11, RFC 6839 section 3.1). */
    public static final List<String> JSON = List.of("application/json", "*/*+json");

    /** Forms of HTML. */
    public static final List<String> FORM = List.of("application/x-www-form-urlencoded");

    private static final byte[] IDENTITY = Ascii.bytes("identity");
    private static final byte[] GRPC = Ascii.bytes("application/grpc");

    private final byte[][] types; // in lower case; "*/*+x" as "+x"

    /**
     * As the setting says.
     *
     * @throws IllegalArgumentException where a text is no media type
     */
    public BodyTypes(String setting, List<String> texts) {
        types = texts.stream().map(text -> type(setting, text)).toArray(byte[][]::new);
    }

    private static byte[] type(String setting, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+|\\*/\\*\\+[a-z0-9]+")) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(text)
                    + " (expected: a media type, such as application/json, or */*+json)");
        }
        return Ascii.bytes(lower.startsWith("*") ? lower.substring(3) : lower);
    }

    /**
     * Whether the body is of one of the types. Where a head names several, one of them is enough: nobody knows which one the other side goes
     * by. gRPC is never JSON, though its type may end so: it has frames of its own.
     */
    public boolean match(Headers headers) {
        for (int field = headers.find(HeaderName.CONTENT_TYPE);
                field >= 0;
                field = headers.find(HeaderName.CONTENT_TYPE, field + 1)) {
            if (match(headers.bytes(), headers.valueStart(field), headers.valueEnd(field))) {
                return true;
            }
        }
        return false;
    }

    private boolean match(byte[] bytes, int start, int valueEnd) {
        int end = Ascii.indexOf(bytes, start, valueEnd, ';');
        end = end < 0 ? valueEnd : end;
        while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
            end--;
        }
        for (byte[] type : types) {
            boolean suffix = type[0] == '+';
            int from = suffix ? Math.max(start, end - type.length) : start;
            if (Ascii.equalsLower(bytes, from, end, type) && !(suffix && isGrpc(bytes, start, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGrpc(byte[] bytes, int start, int end) {
        return end - start >= GRPC.length && Ascii.equalsLower(bytes, start, start + GRPC.length, GRPC);
    }

    /** Whether the body is compressed or otherwise encoded (RFC 9110 section 8.4). */
    public static boolean isEncoded(Headers headers) {
        for (int i = headers.find(HeaderName.CONTENT_ENCODING);
                i >= 0;
                i = headers.find(HeaderName.CONTENT_ENCODING, i + 1)) {
            if (headers.valueEnd(i) > headers.valueStart(i) && !headers.valueEqualsLower(i, IDENTITY)) {
                return true;
            }
        }
        return false;
    }
}
