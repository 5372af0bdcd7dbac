package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import java.util.Optional;

/** What every policy of authentication does once it knows the client. */
public final class Identity {

    private static final HeaderName CONSUMER_ID = HeaderName.of("X-Consumer-ID");
    private static final HeaderName CONSUMER_USERNAME = HeaderName.of("X-Consumer-Username");
    private static final HeaderName CONSUMER_CUSTOM_ID = HeaderName.of("X-Consumer-Custom-ID");
    private static final HeaderName ANONYMOUS_CONSUMER = HeaderName.of("X-Anonymous-Consumer");
    private static final String ANONYMOUS = "anonymous";
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};

    private Identity() {}

    /**
     * Sets who the client is, and tells the backend the consumer. Where several policies of a route ask for credentials, the
     * first one says who the client is; all must let the request pass. Whoever has shown something takes the place of an
     * anonymous consumer.
     */
    public static void establish(Exchange x, Principal principal) {
        if (x.principal().isKnown()) {
            if (!isAnonymous(x.principal())) {
                return;
            }
            forget(x.request().headers());
        }
        set(x, principal);
    }

    /** Whether the client is known by something that it has shown. */
    public static boolean isIdentified(Exchange x) {
        return x.principal().isKnown() && !isAnonymous(x.principal());
    }

    /** Takes back what was found out since the client was that one: a policy has refused it, and another one will be asked. */
    public static void restore(Exchange x, Principal before) {
        if (x.principal() == before) {
            return;
        }
        forget(x.request().headers());
        set(x, before);
        if (isAnonymous(before)) {
            x.request().headers().set(ANONYMOUS_CONSUMER, TRUE);
        }
    }

    private static void forget(Headers headers) {
        headers.remove(ANONYMOUS_CONSUMER);
        headers.remove(CONSUMER_ID);
        headers.remove(CONSUMER_USERNAME);
        headers.remove(CONSUMER_CUSTOM_ID);
    }

    /**
     * The consumer as whom requests without credentials pass.
     *
     * @param setting the setting that names it, for the message
     * @throws IllegalArgumentException where there is no consumer of that name
     */
    public static Principal anonymous(String setting, String name, PolicyContext context) {
        KnownConsumer consumer = context.consumers()
                .named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        setting + ": " + FieldNames.printable(name) + " (expected: name of a consumer)"));
        return Principal.of(ANONYMOUS, name, consumer, "");
    }

    /**
     * As whom requests with wrong credentials pass: the anonymous consumer where the settings say so, else nobody.
     *
     * @throws IllegalArgumentException where they say so without naming one
     */
    public static Optional<Principal> forWrong(boolean anonymousOnWrong, Optional<Principal> anonymous) {
        if (anonymousOnWrong && anonymous.isEmpty()) {
            throw new IllegalArgumentException("anonymousOnWrong: true (expected: only beside anonymous)");
        }
        return anonymousOnWrong ? anonymous : Optional.empty();
    }

    /** Lets a request without credentials pass as an {@link #anonymous} consumer, unless its client is known already. */
    public static void establishAnonymous(Exchange x, Principal anonymous) {
        if (!x.principal().isKnown()) {
            set(x, anonymous);
            x.request().headers().set(ANONYMOUS_CONSUMER, TRUE);
        }
    }

    private static boolean isAnonymous(Principal principal) {
        return principal.method().equals(ANONYMOUS);
    }

    private static void set(Exchange x, Principal principal) {
        x.principal(principal);
        if (principal.consumer().isPresent()) {
            KnownConsumer consumer = principal.consumer().get();
            Headers headers = x.request().headers();
            headers.set(CONSUMER_ID, consumer.id());
            headers.set(CONSUMER_USERNAME, consumer.name());
            if (consumer.customId().isPresent()) {
                headers.set(CONSUMER_CUSTOM_ID, consumer.customId().get());
            }
        }
    }
}
