package dev.sekisho.dataplane;

import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An interned field name (RFC 9110 section 5.1). Spellings that differ in case only are equal and share one first object,
 * which is compared by identity; each keeps the case that it is written in.
 *
 * <p>Names are interned when configuration is built and never dropped again: make them from configuration, not from
 * traffic. Thread-safe.
 */
public final class HeaderName {

    private static final Object LOCK = new Object();
    /** Open addressing, a power of two in size, at most half full; replaced as a whole. */
    private static volatile @Nullable HeaderName[] table = new HeaderName[256];

    private static int count;

    public static final HeaderName ACCEPT = of("Accept");
    public static final HeaderName ACCEPT_ENCODING = of("Accept-Encoding");
    public static final HeaderName ACCEPT_LANGUAGE = of("Accept-Language");
    public static final HeaderName ACCESS_CONTROL_ALLOW_CREDENTIALS = of("Access-Control-Allow-Credentials");
    public static final HeaderName ACCESS_CONTROL_ALLOW_HEADERS = of("Access-Control-Allow-Headers");
    public static final HeaderName ACCESS_CONTROL_ALLOW_METHODS = of("Access-Control-Allow-Methods");
    public static final HeaderName ACCESS_CONTROL_ALLOW_ORIGIN = of("Access-Control-Allow-Origin");
    public static final HeaderName ACCESS_CONTROL_EXPOSE_HEADERS = of("Access-Control-Expose-Headers");
    public static final HeaderName ACCESS_CONTROL_MAX_AGE = of("Access-Control-Max-Age");
    public static final HeaderName ACCESS_CONTROL_REQUEST_HEADERS = of("Access-Control-Request-Headers");
    public static final HeaderName ACCESS_CONTROL_REQUEST_METHOD = of("Access-Control-Request-Method");
    public static final HeaderName ALLOW = of("Allow");
    public static final HeaderName AUTHORIZATION = of("Authorization");
    public static final HeaderName CACHE_CONTROL = of("Cache-Control");
    public static final HeaderName CONNECTION = of("Connection");
    public static final HeaderName CONTENT_ENCODING = of("Content-Encoding");
    public static final HeaderName CONTENT_LENGTH = of("Content-Length");
    public static final HeaderName CONTENT_TYPE = of("Content-Type");
    public static final HeaderName COOKIE = of("Cookie");
    public static final HeaderName DATE = of("Date");
    public static final HeaderName ETAG = of("ETag");
    public static final HeaderName EXPECT = of("Expect");
    public static final HeaderName FORWARDED = of("Forwarded");
    public static final HeaderName HOST = of("Host");
    public static final HeaderName KEEP_ALIVE = of("Keep-Alive");
    public static final HeaderName LAST_MODIFIED = of("Last-Modified");
    public static final HeaderName WWW_AUTHENTICATE = of("WWW-Authenticate");
    public static final HeaderName LOCATION = of("Location");
    public static final HeaderName ORIGIN = of("Origin");
    public static final HeaderName PROXY_AUTHENTICATE = of("Proxy-Authenticate");
    public static final HeaderName PROXY_AUTHORIZATION = of("Proxy-Authorization");
    public static final HeaderName PROXY_CONNECTION = of("Proxy-Connection");
    public static final HeaderName RETRY_AFTER = of("Retry-After");
    public static final HeaderName SEC_WEBSOCKET_PROTOCOL = of("Sec-WebSocket-Protocol");
    public static final HeaderName SEC_WEBSOCKET_VERSION = of("Sec-WebSocket-Version");
    public static final HeaderName SERVER = of("Server");
    public static final HeaderName SET_COOKIE = of("Set-Cookie");
    public static final HeaderName TE = of("TE");
    public static final HeaderName TRAILER = of("Trailer");
    public static final HeaderName TRANSFER_ENCODING = of("Transfer-Encoding");
    public static final HeaderName UPGRADE = of("Upgrade");
    public static final HeaderName USER_AGENT = of("User-Agent");
    public static final HeaderName VARY = of("Vary");
    public static final HeaderName VIA = of("Via");
    public static final HeaderName X_FORWARDED_FOR = of("X-Forwarded-For");
    public static final HeaderName X_FORWARDED_HOST = of("X-Forwarded-Host");
    public static final HeaderName X_FORWARDED_PORT = of("X-Forwarded-Port");
    public static final HeaderName X_FORWARDED_PREFIX = of("X-Forwarded-Prefix");
    public static final HeaderName X_FORWARDED_PROTO = of("X-Forwarded-Proto");
    public static final HeaderName X_REAL_IP = of("X-Real-IP");
    public static final HeaderName X_REQUEST_ID = of("X-Request-ID");

    private final String text;
    private final byte[] wire;
    private final AsciiString lower;
    private final FoldedText folded;
    private final int hash;
    private final FieldRole role;
    private final HeaderName first;

    private HeaderName(String text, @Nullable HeaderName first) {
        this.text = text;
        this.first = first == null ? this : first;
        this.wire = Ascii.bytes(text);
        byte[] small = Ascii.bytes(text.toLowerCase(Locale.ROOT));
        this.lower = new AsciiString(small, false);
        this.folded = new FoldedText(small);
        this.hash = Ascii.hash(small, 0, small.length);
        this.role = FieldRole.of(text);
    }

    /**
     * The interned name.
     *
     * @throws IllegalArgumentException where the text is no token (RFC 9110 section 5.6.2)
     */
    public static HeaderName of(String text) {
        byte[] bytes = Ascii.bytes(text);
        if (bytes.length == 0 || bytes.length != text.length() || !Tokens.isToken(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException(
                    "header name: " + text + " (expected: a token of RFC 9110 section 5.6.2)");
        }
        synchronized (LOCK) {
            HeaderName known = lookup(bytes, 0, bytes.length);
            if (known == null) {
                return insert(new HeaderName(text, null));
            }
            return known.text.equals(text) ? known : new HeaderName(text, known);
        }
    }

    /** The interned name that these bytes spell in any case, or null where it was never interned; for parsers. */
    public static @Nullable HeaderName lookup(byte[] bytes, int start, int end) {
        @Nullable HeaderName[] names = table;
        int mask = names.length - 1;
        int hash = Ascii.hash(bytes, start, end);
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            HeaderName name = names[i];
            if (name == null || (name.hash == hash && name.folded.spelledBy(bytes, start, end))) {
                return name;
            }
        }
    }

    private static HeaderName insert(HeaderName name) {
        @Nullable HeaderName[] names = table;
        int size = ++count * 2 > names.length ? names.length * 2 : names.length;
        @Nullable HeaderName[] next = new HeaderName[size];
        for (HeaderName old : names) {
            if (old != null) {
                place(next, old);
            }
        }
        place(next, name);
        table = next;
        return name;
    }

    private static void place(@Nullable HeaderName[] names, HeaderName name) {
        int i = name.hash & (names.length - 1);
        while (names[i] != null) {
            i = (i + 1) & (names.length - 1);
        }
        names[i] = name;
    }

    /** The one object of all spellings of this name, which is the one that was interned first. */
    HeaderName first() {
        return first;
    }

    /** Equal to every spelling of the same name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderName name && name.first == first;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Whether these bytes spell this name, in any case. */
    boolean spelledBy(byte[] bytes, int start, int end) {
        return folded.spelledBy(bytes, start, end);
    }

    /** What the name means to a gateway. */
    public FieldRole role() {
        return role;
    }

    /** The bytes to write on an HTTP/1 connection; not to be changed. */
    byte[] wire() {
        return wire;
    }

    /** The name in lower case, as later protocols write it. */
    public AsciiString lower() {
        return lower;
    }

    /** The name as it was first written. */
    @Override
    public String toString() {
        return text;
    }
}
