package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import org.jspecify.annotations.Nullable;

/** The copy of a request that goes to another upstream, until it is sent. Used again with its call; not thread-safe. */
final class Copies {

    private final ProxyCalls calls;
    private @Nullable MirrorRule mirror;

    Copies(ProxyCalls calls) {
        this.calls = calls;
    }

    /** Begins; a request without a body is copied at once. */
    void begin(Exchange x, RouteRules rules, KeptBody body) {
        MirrorRule rule = rules.mirror();
        mirror = rule != null && MirrorCall.wants(rule, x) ? rule : null;
        if (!x.request().hasBody()) {
            request(x, body);
        }
    }

    /** All of the request is at hand; one whose body is too large is not copied. */
    void request(Exchange x, KeptBody body) {
        MirrorRule rule = mirror;
        mirror = null;
        if (rule != null && (!x.request().hasBody() || body.isComplete())) {
            MirrorCall.send(rule, x, body.bytes(), calls);
        }
    }

    /** The call is over. */
    void over() {
        mirror = null;
    }
}
