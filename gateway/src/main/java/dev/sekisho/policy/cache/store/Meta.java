package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Lifetime;
import dev.sekisho.policy.cache.rule.Personal;
import java.util.List;

/**
 * What is known of a stored response beside its body. Immutable, thread-safe.
 *
 * @param about what it is about
 * @param head status and fields, not to be changed
 * @param response the same, as it is served
 * @param length of the body, bytes
 * @param lifetime how long it may be used
 * @param age that it had when it came in, milliseconds
 * @param received when it came in, by the wall clock, milliseconds
 * @param audience the most personal requests that it may be used for
 */
public record Meta(
        About about,
        ResponseHead head,
        Response response,
        long length,
        Lifetime lifetime,
        long age,
        long received,
        Personal audience) {

    private static final int HEADS = 3 << 10; // bytes of two heads with their index, about

    private static final byte[] NO_BODY = new byte[0];

    /**
     * What a stored response is about, for purging.
     *
     * @param url scheme, host, path and query
     * @param tags its surrogate keys
     * @param started when its fetch began, in the order of {@link Invalidations}
     */
    public record About(String url, List<String> tags, long started) {
        /** Takes a copy. */
        public About {
            tags = List.copyOf(tags);
        }
    }

    /**
     * One whose response is made of a head.
     *
     * @param shown what clients see of the head
     */
    public static Meta of(
            About about,
            ResponseHead head,
            ResponseHead shown,
            long length,
            Lifetime lifetime,
            long age,
            long received,
            Personal audience) {
        Response response = Response.copyOf(shown, NO_BODY).because(Reason.NONE);
        return new Meta(about, head, response, length, lifetime, age, received, audience);
    }

    /** The same with a body of that length, bytes. */
    public Meta withLength(long bytes) {
        return new Meta(about, head, response, bytes, lifetime, age, received, audience);
    }

    /** The fields. */
    public Headers fields() {
        return head.headers();
    }

    /** Whether the origin can be asked whether it is still good. */
    public boolean isCheckable() {
        return fields().contains(HeaderName.ETAG) || fields().contains(HeaderName.LAST_MODIFIED);
    }

    /** Bytes that it takes beside the body, about. */
    int weight() {
        return HEADS + 2 * fields().end() + 2 * about.url().length();
    }
}
