package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;

/** What the head of a response has to say otherwise where its body is changed on the way. Allocates nothing. */
public final class ChangedBody {

    private static final HeaderName IF_NONE_MATCH = HeaderName.of("If-None-Match");

    /** What speaks of the bytes that were: of their ranges, and of their sums (RFC 9530, RFC 3230, RFC 1864). */
    private static final HeaderName[] OF_THE_BYTES = {
        HeaderName.CONTENT_LENGTH,
        HeaderName.of("Accept-Ranges"),
        HeaderName.of("Content-Digest"),
        HeaderName.of("Repr-Digest"),
        HeaderName.of("Digest"),
        HeaderName.of("Content-MD5")
    };

    private ChangedBody() {}

    /** The length is not known beforehand; ranges and sums of the bytes that were are said no longer. */
    public static void prepare(ResponseHead head) {
        head.contentLength(-1);
        forget(head.headers());
    }

    /** Takes out what a head says of the bytes of a body that another one takes the place of. */
    public static void forget(Headers headers) {
        for (HeaderName name : OF_THE_BYTES) {
            headers.remove(name);
        }
    }

    /**
     * Makes the ETag a weak one, since the bytes may differ where the meaning does not (RFC 9110 section 8.8.1); one that is none is
     * removed.
     */
    public static void weaken(Headers headers) {
        int field = headers.find(HeaderName.ETAG);
        if (field < 0 || isWeak(headers, field)) {
            return;
        }
        int from = headers.valueStart(field);
        int length = headers.valueEnd(field) - from;
        if (length < 2 || headers.bytes()[from] != '"') {
            headers.remove(HeaderName.ETAG);
            return;
        }
        int start = headers.begin(HeaderName.ETAG, length + 2);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        bytes[at] = 'W';
        bytes[at + 1] = '/';
        System.arraycopy(bytes, from, bytes, at + 2, length);
        headers.remove(HeaderName.ETAG);
        headers.advance(at + 2 + length);
        headers.finish(HeaderName.ETAG, start);
    }

    /**
     * Whether a 304 speaks of a response that was given with a weak ETag: the one that the client asked about. Its ETag must be the
     * same again (RFC 9110 section 15.4.5), whatever form the upstream keeps it in.
     */
    public static boolean isKnownAsWeak(Headers request, Headers notModified) {
        int tag = notModified.find(HeaderName.ETAG);
        if (tag < 0) {
            return false;
        }
        int start = notModified.valueStart(tag) + (isWeak(notModified, tag) ? 2 : 0);
        int length = notModified.valueEnd(tag) - start;
        for (int i = request.find(IF_NONE_MATCH); i >= 0; i = request.find(IF_NONE_MATCH, i + 1)) {
            byte[] asked = request.bytes();
            int end = request.valueEnd(i);
            for (int at = request.valueStart(i); at + 2 + length <= end; at++) {
                if (asked[at] == 'W'
                        && asked[at + 1] == '/'
                        && equal(asked, at + 2, notModified.bytes(), start, length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWeak(Headers headers, int field) {
        int start = headers.valueStart(field);
        return headers.valueEnd(field) - start > 2
                && headers.bytes()[start] == 'W'
                && headers.bytes()[start + 1] == '/';
    }

    private static boolean equal(byte[] one, int at, byte[] other, int from, int length) {
        if (length < 2 || other[from] != '"') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (one[at + i] != other[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** The value of Content-Length as a number; -1 where there is none, or no number. */
    public static long length(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_LENGTH);
        if (field < 0) {
            return -1;
        }
        try {
            return Long.parseLong(Ascii.string(headers.bytes(), headers.valueStart(field), headers.valueEnd(field)));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
