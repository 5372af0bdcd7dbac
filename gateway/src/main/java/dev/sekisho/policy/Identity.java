package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;

/** What every policy of authentication does once it knows the client. */
public final class Identity {

    private static final HeaderName CONSUMER_ID = HeaderName.of("X-Consumer-ID");
    private static final HeaderName CONSUMER_USERNAME = HeaderName.of("X-Consumer-Username");

    private Identity() {}

    /**
     * Sets who the client is, and tells the backend the consumer. Where several policies of a route ask for credentials, the
     * first one says who the client is; all must let the request pass.
     */
    public static void establish(Exchange x, Principal principal) {
        if (x.principal().isKnown()) {
            return;
        }
        x.principal(principal);
        if (principal.consumer().isPresent()) {
            KnownConsumer consumer = principal.consumer().get();
            Headers headers = x.request().headers();
            headers.set(CONSUMER_ID, consumer.name());
            headers.set(CONSUMER_USERNAME, consumer.name());
        }
    }
}
