package dev.sekisho.policy.requiretls;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.SecureLocation;
import dev.sekisho.policy.Scheme;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets requests over TLS pass, which allocates nothing, and answers all others.
 *
 * @param answered counts those
 */
record RequireTlsPolicy(RequireTlsConfig config, LongAdder answered) implements Policy {

    private static final String PROTOCOLS = "TLS/1.2, HTTP/1.1"; // RFC 9110 section 7.8: in the order of the layers

    @Override
    public Outcome onRequest(Exchange x) {
        if (Scheme.isSecure(x)) {
            return Outcome.CONTINUE;
        }
        answered.increment();
        RequestHead head = x.request();
        boolean named = head.hostEnd() > head.hostStart(); // a request of HTTP/1.0 may be for no host
        return new Outcome.Reply(config.redirects() && named ? elsewhere(head) : refusal(x));
    }

    private Response elsewhere(RequestHead head) {
        return Response.of(config.status())
                .with(HeaderName.LOCATION, SecureLocation.of(head, config.port()))
                .because(Reason.REDIRECT);
    }

    private static Response refusal(Exchange x) {
        return ErrorTemplate.answer(x, Reason.TLS_REQUIRED, Reason.TLS_REQUIRED.status())
                .with(HeaderName.UPGRADE, PROTOCOLS)
                .with(HeaderName.CONNECTION, "Upgrade"); // both go no further than a connection of HTTP/1.1
    }
}
