package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;

/** What the client speaks, seen through trusted proxies. */
public final class Scheme {

    private static final byte[] HTTPS = Ascii.bytes("https");

    private Scheme() {}

    /** Whether it is HTTP over TLS. The listener has written the field, and keeps a client's own only where that is a trusted proxy. */
    public static boolean isSecure(Exchange x) {
        Headers headers = x.request().headers();
        int field = headers.find(HeaderName.X_FORWARDED_PROTO);
        return field < 0 || x.hasPlainFields() ? x.tls() != null : headers.valueEqualsLower(field, HTTPS);
    }
}
