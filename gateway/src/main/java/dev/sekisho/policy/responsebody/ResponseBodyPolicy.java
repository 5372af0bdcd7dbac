package dev.sekisho.policy.responsebody;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.json.BodyTypes;
import java.util.List;

/**
 * Asks the backend for whole and plain bodies, and waits for those that are to be changed.
 *
 * @param types media types that are changed, none where none is
 * @param statuses statuses that are changed, none for all
 */
record ResponseBodyPolicy(BodyTypes types, List<StatusPattern> statuses, Outcome.Gather gather, GatheredResponse then)
        implements Policy {

    private static final HeaderName RANGE = HeaderName.of("Range");
    private static final HeaderName IF_RANGE = HeaderName.of("If-Range");
    private static final int PARTIAL = 206;

    ResponseBodyPolicy(BodyTypes types, List<StatusPattern> statuses, int maxBody, GatheredResponse then) {
        this(types, statuses, new Outcome.Gather(maxBody, then), then);
    }

    /** A server may answer a question for a part with the whole (RFC 9110 section 14.2); a part of JSON is none. */
    @Override
    public Outcome onRequest(Exchange x) {
        Headers headers = x.request().headers();
        headers.remove(RANGE);
        headers.remove(IF_RANGE);
        if (headers.contains(HeaderName.ACCEPT_ENCODING)) {
            headers.remove(HeaderName.ACCEPT_ENCODING);
            x.mark();
        }
        return Outcome.CONTINUE;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        if (x.isMarked()) {
            restore(x.request().headers());
        }
        ResponseHead head = x.response();
        if (x.reason().status() >= 400 || !hasStatus(head.status()) || !types.match(head.headers())) {
            return Outcome.CONTINUE; // the first: errors of the gateway's own
        }
        if (head.isBodiless(x.request().method())) {
            ChangedBody.prepare(head); // its length too is of the body as it was
            ChangedBody.weaken(head.headers());
            return Outcome.CONTINUE;
        }
        if (BodyTypes.isEncoded(head.headers()) || head.status() == PARTIAL) {
            return then.encoded(x);
        }
        return gather;
    }

    /** What the client takes is again for those to see that stand nearer to it and may compress. */
    private static void restore(Headers headers) {
        for (int i = 0; i < headers.count(); i++) {
            if (headers.isRemoved(i) && headers.is(i, HeaderName.ACCEPT_ENCODING)) {
                headers.restore(i);
            }
        }
    }

    private boolean hasStatus(int status) {
        for (int i = 0; i < statuses.size(); i++) {
            if (statuses.get(i).contains(status)) {
                return true;
            }
        }
        return statuses.isEmpty();
    }
}
