package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The text that was signed (draft-cavage-http-signatures section 2.3, with Kong's {@code request-line} and
 * {@code @request-target}), fed to an HMAC piece by piece and kept nowhere.
 */
final class SigningText {

    private static final byte[] COLON = Ascii.bytes(": ");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] SPACE = Ascii.bytes(" ");
    private static final byte[] LINE = Ascii.bytes("\n");

    private final RequestHead request;
    private final KeyedHash hash;

    private SigningText(RequestHead request, KeyedHash hash) {
        this.request = request;
        this.hash = hash;
    }

    /**
     * Feeds the text of these names.
     *
     * @throws BadSignature where the request has no field of one of them
     */
    static void feed(RequestHead request, List<String> names, KeyedHash hash) throws BadSignature {
        SigningText text = new SigningText(request, hash);
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                hash.update(LINE);
            }
            text.line(names.get(i));
        }
    }

    private void line(String name) throws BadSignature {
        if (name.equals(Parameters.REQUEST_LINE)) {
            range(request.methodStart(), request.methodEnd());
            hash.update(SPACE);
            range(request.targetStart(), request.targetEnd());
            hash.update(Ascii.bytes(" HTTP/1." + request.minorVersion()));
        } else if (name.equals(Parameters.REQUEST_TARGET)) {
            hash.update(Ascii.bytes(name + ": "));
            method();
            hash.update(SPACE);
            range(request.targetStart(), request.targetEnd());
        } else {
            field(name);
        }
    }

    private void method() {
        byte[] bytes = request.headers().bytes();
        for (int i = request.methodStart(); i < request.methodEnd(); i++) {
            hash.update(Ascii.lower(bytes[i]));
        }
    }

    /** Of a field that is there more than once all values, since the backend may look at any. */
    private void field(String name) throws BadSignature {
        Headers headers = request.headers();
        byte[] lower = lower(name);
        hash.update(name.getBytes(StandardCharsets.US_ASCII));
        byte[] between = COLON;
        for (int field = next(headers, lower, 0); field >= 0; field = next(headers, lower, field + 1)) {
            hash.update(between);
            range(headers.valueStart(field), headers.valueEnd(field));
            between = COMMA;
        }
        if (between == COLON) {
            throw new BadSignature("headers: a field that the request has not");
        }
    }

    private void range(int start, int end) {
        hash.update(request.headers().bytes(), start, end);
    }

    private static byte[] lower(String name) {
        return Ascii.bytes(name.toLowerCase(Locale.ROOT));
    }

    /** The only field of that name, or -1 where there is none or another one. */
    static int only(Headers headers, byte[] lower) {
        int field = next(headers, lower, 0);
        return field >= 0 && next(headers, lower, field + 1) < 0 ? field : -1;
    }

    /** Names that clients think of are not interned, so that they take no memory. */
    private static int next(Headers headers, byte[] lower, int from) {
        for (int field = from; field < headers.count(); field++) {
            if (!headers.isRemoved(field)
                    && Ascii.equalsLower(headers.bytes(), headers.nameStart(field), headers.nameEnd(field), lower)) {
                return field;
            }
        }
        return -1;
    }
}
