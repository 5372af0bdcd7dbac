package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Lifetime;
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
 * @param forAll whether it may be used for requests that tell who the client is
 */
public record Meta(
        About about,
        ResponseHead head,
        Response response,
        long length,
        Lifetime lifetime,
        long age,
        long received,
        boolean forAll) {

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

    /** One whose response is made of its head. */
    public static Meta of(
            About about, ResponseHead head, long length, Lifetime lifetime, long age, long received, boolean forAll) {
        Response response = Response.copyOf(head, NO_BODY).because(Reason.NONE);
        return new Meta(about, head, response, length, lifetime, age, received, forAll);
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
        return 512 + 2 * fields().end() + about.url().length();
    }
}
