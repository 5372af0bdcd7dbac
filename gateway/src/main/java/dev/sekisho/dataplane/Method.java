package dev.sekisho.dataplane;

import java.util.ArrayList;
import java.util.List;

/**
 * An interned request method (RFC 9110 section 9); compares by identity. Methods beyond the standard ones are interned
 * when configuration names them; all others are {@link #OTHER}. Thread-safe.
 */
public final class Method {

    private static volatile Method[] known = new Method[0];

    public static final Method GET = new Method("GET", true, true);
    public static final Method HEAD = new Method("HEAD", true, true);
    public static final Method POST = new Method("POST", false, false);
    public static final Method PUT = new Method("PUT", false, true);
    public static final Method DELETE = new Method("DELETE", false, true);
    public static final Method OPTIONS = new Method("OPTIONS", true, true);
    public static final Method PATCH = new Method("PATCH", false, false);
    public static final Method TRACE = new Method("TRACE", true, true);
    public static final Method CONNECT = new Method("CONNECT", false, false);

    /** Any method that neither the standard nor the configuration names. */
    public static final Method OTHER = new Method("OTHER", false, false);

    static {
        known = new Method[] {GET, POST, PUT, DELETE, HEAD, OPTIONS, PATCH, TRACE, CONNECT};
    }

    private final String name;
    private final byte[] bytes;
    private final boolean safe;
    private final boolean idempotent;

    private Method(String name, boolean safe, boolean idempotent) {
        this.name = name;
        this.bytes = Ascii.bytes(name);
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /**
     * The interned method; case matters (RFC 9110 section 9.1).
     *
     * @throws IllegalArgumentException where the text is no token
     */
    public static synchronized Method of(String name) {
        byte[] bytes = Ascii.bytes(name);
        if (bytes.length == 0 || !Tokens.isToken(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("method: " + name + " (expected: a token, such as GET)");
        }
        Method found = lookup(bytes, 0, bytes.length);
        if (found != OTHER) {
            return found;
        }
        List<Method> next = new ArrayList<>(List.of(known));
        Method method = new Method(name, false, false);
        next.add(method);
        known = next.toArray(Method[]::new);
        return method;
    }

    /** The interned method that these bytes spell, or {@link #OTHER}. */
    public static Method lookup(byte[] bytes, int start, int end) {
        for (Method method : known) {
            if (Ascii.equals(bytes, start, end, method.bytes)) {
                return method;
            }
        }
        return OTHER;
    }

    /** Whether it asks for no change (RFC 9110 section 9.2.1). */
    public boolean isSafe() {
        return safe;
    }

    /** Whether sending it twice does what sending it once does (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return idempotent;
    }

    @Override
    public String toString() {
        return name;
    }
}
