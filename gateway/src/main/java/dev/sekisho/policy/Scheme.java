package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;

/** What the client speaks, seen through trusted proxies. */
public final class Scheme {

    private Scheme() {}

    /** Whether it is HTTP over TLS. The listener has written the field, and keeps a client's own only where that is a trusted proxy. */
    public static boolean isSecure(Exchange x) {
        return x.isSecure();
    }
}
