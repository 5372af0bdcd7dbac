package dev.sekisho.policy.responsestatus;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.model.StatusPattern;
import java.util.List;

/** Puts another status in place; allocates nothing. */
record ResponseStatusPolicy(List<Change> changes) implements Policy {

    /** Which statuses become which. */
    record Change(StatusPattern from, int to) {}

    @Override
    public Outcome onResponse(Exchange x) {
        ResponseHead head = x.response();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.from.contains(head.status())) {
                put(x, head, change.to);
                break;
            }
        }
        return Outcome.CONTINUE;
    }

    /** Where the old status has no body, neither has the answer: its fields may speak of one that is elsewhere. */
    private static void put(Exchange x, ResponseHead head, int status) {
        boolean bodiless = head.isBodiless(Method.GET) && x.request().method() != Method.HEAD;
        if (bodiless) {
            head.headers().remove(HeaderName.CONTENT_LENGTH);
            head.contentLength(0);
        }
        head.status(status);
    }
}
