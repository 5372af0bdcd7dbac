package dev.sekisho.policy.securityheaders;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;

/** Sets and removes fields of each answer, refusals and errors included. Allocates nothing. */
final class SecurityHeadersPolicy implements Policy {

    private static final HeaderName TRANSPORT = SecurityField.STRICT_TRANSPORT_SECURITY.field();
    private static final byte[] NO_STORE = Ascii.bytes("no-store");

    /** What caches of others believe in place of Cache-Control (RFC 9213 section 2.2, Edge Architecture Specification 1.0). */
    private static final HeaderName[] TARGETED = {HeaderName.of("CDN-Cache-Control"), HeaderName.of("Surrogate-Control")
    };

    private final HeaderName[] removed;
    private final HeaderName[] names;
    private final byte[][] values;
    private final byte[] transport;
    private final boolean noStore;
    private final boolean replaces;

    /**
     * As the settings say.
     *
     * @param names fields that are set, to the values of the same places
     * @param transport value of Strict-Transport-Security; empty for none
     * @param replaces whether a field that is there already is replaced
     */
    SecurityHeadersPolicy(
            HeaderName[] removed,
            HeaderName[] names,
            byte[][] values,
            byte[] transport,
            boolean noStore,
            boolean replaces) {
        this.removed = removed;
        this.names = names;
        this.values = values;
        this.transport = transport;
        this.noStore = noStore;
        this.replaces = replaces;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        Headers headers = x.response().headers();
        for (HeaderName name : removed) {
            headers.remove(name);
        }
        for (int i = 0; i < names.length; i++) {
            set(headers, names[i], values[i]);
        }
        if (x.caller().tls() == null) {
            headers.remove(TRANSPORT); // RFC 6797 section 7.2: not over a connection in the clear
        } else if (transport.length > 0) {
            set(headers, TRANSPORT, transport);
        }
        if (noStore) {
            headers.set(HeaderName.CACHE_CONTROL, NO_STORE);
            for (HeaderName name : TARGETED) {
                headers.remove(name);
            }
        }
        return Outcome.CONTINUE;
    }

    private void set(Headers headers, HeaderName name, byte[] value) {
        if (replaces) {
            headers.remove(name);
        } else if (headers.contains(name)) {
            return;
        }
        headers.addChecked(name, value, 0, value.length);
    }
}
