package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.Conditions;
import dev.sekisho.policy.cache.store.Meta;
import java.util.BitSet;
import java.util.List;

/**
 * The conditions of a request towards the backend: the cache's own in place of the client's, so that the answer is of use to
 * others (RFC 9111 section 4.3.1). On one loop; not thread-safe.
 */
final class UpstreamFields {

    private static final List<HeaderName> OWN =
            List.of(Conditions.IF_NONE_MATCH, Conditions.IF_MODIFIED_SINCE, Conditions.RANGE, Conditions.IF_RANGE);

    /** Those that nginx takes out: what it has evaluated. */
    private static final List<HeaderName> ALL = List.of(
            Conditions.IF_NONE_MATCH,
            Conditions.IF_MODIFIED_SINCE,
            Conditions.RANGE,
            Conditions.IF_RANGE,
            Conditions.IF_MATCH,
            Conditions.IF_UNMODIFIED_SINCE);

    private final int before; // fields of the client's
    private final BitSet hidden = new BitSet(); // those that were taken out

    /** Puts the cache's conditions in the place of the client's; of all of them as nginx, or of those that RFC 9111 has a cache evaluate. */
    UpstreamFields(Headers request, boolean nginx) {
        before = request.count();
        for (HeaderName name : nginx ? ALL : OWN) {
            for (int i = request.find(name); i >= 0; i = request.find(name, i + 1)) {
                request.remove(i);
                hidden.set(i);
            }
        }
    }

    /** Asks whether what is stored is still good. */
    static void validate(Headers request, Meta stored) {
        stored.fields().get(HeaderName.ETAG).ifPresent(tag -> request.add(Conditions.IF_NONE_MATCH, tag));
        stored.fields()
                .get(HeaderName.LAST_MODIFIED)
                .ifPresent(time -> request.add(Conditions.IF_MODIFIED_SINCE, time));
    }

    /** Puts the client's back. */
    void restore(Headers request) {
        for (int i = before; i < request.count(); i++) {
            if (request.is(i, Conditions.IF_NONE_MATCH) || request.is(i, Conditions.IF_MODIFIED_SINCE)) {
                request.remove(i);
            }
        }
        hidden.stream().forEach(request::restore);
    }
}
