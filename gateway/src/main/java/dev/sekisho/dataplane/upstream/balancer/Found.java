package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;

/** Where the first value of a name stands in the bytes of a request head, as a range of {@link Pairs}. */
final class Found {

    private Found() {}

    static long header(Headers headers, HeaderName name) {
        int field = headers.find(name);
        return field < 0 ? Pairs.NOTHING : Pairs.range(headers.valueStart(field), headers.valueEnd(field));
    }

    static long cookie(Headers headers, byte[] name) {
        for (int f = headers.find(HeaderName.COOKIE); f >= 0; f = headers.find(HeaderName.COOKIE, f + 1)) {
            long found = Pairs.cookie(headers.bytes(), headers.valueStart(f), headers.valueEnd(f), name);
            if (found != Pairs.NOTHING) {
                return found;
            }
        }
        return Pairs.NOTHING;
    }

    /** As it was sent. */
    static long parameter(RequestHead head, byte[] name) {
        int start = head.queryStart();
        return start < 0 ? Pairs.NOTHING : Pairs.parameter(head.headers().bytes(), start, head.queryEnd(), name);
    }
}
