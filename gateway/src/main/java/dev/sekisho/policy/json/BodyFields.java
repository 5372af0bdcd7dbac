package dev.sekisho.policy.json;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;

/** Fields that speak of the bytes of a body, which hold no longer once it is another one. Thread-safe. */
public final class BodyFields {

    private static final HeaderName[] DIGESTS = {
        HeaderName.of("Content-MD5"), // RFC 1864
        HeaderName.of("Digest"), // RFC 3230
        HeaderName.of("Content-Digest"), // RFC 9530 section 2
        HeaderName.of("Repr-Digest"), // RFC 9530 section 3
    };
    private static final HeaderName ACCEPT_RANGES = HeaderName.of("Accept-Ranges");

    private BodyFields() {}

    /** Takes out what a digest says of the old body. */
    public static void forgetDigests(Headers headers) {
        for (HeaderName digest : DIGESTS) {
            headers.remove(digest);
        }
    }

    /** The same for a response, whose ETag becomes a weak one (RFC 9110 section 8.8.1), and of which no ranges can be asked for. */
    public static void ofResponse(Headers headers) {
        forgetDigests(headers);
        headers.remove(ACCEPT_RANGES);
        int field = headers.find(HeaderName.ETAG);
        if (field >= 0 && headers.bytes()[headers.valueStart(field)] == '"') {
            headers.set(HeaderName.ETAG, "W/" + headers.value(field));
        }
    }
}
