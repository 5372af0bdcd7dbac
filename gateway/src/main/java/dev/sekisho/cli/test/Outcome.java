package dev.sekisho.cli.test;

import dev.sekisho.dataplane.Exchange;
import java.util.Optional;

/**
 * What the gateway decided about a request, as its access log would tell.
 *
 * @param route name of the route; empty where none was found, or the request was refused before
 * @param service the upstream of the route, several with | between them
 * @param reason why the gateway itself answered; empty where it did not
 */
record Outcome(Optional<String> route, String service, String reason) {

    /** That of an exchange that ends. */
    static Outcome of(Exchange x) {
        boolean routed = x.isRouted() && x.route().id() > 0; // number 0 is the answer to what no route takes
        return new Outcome(
                routed ? Optional.of(x.route().name()) : Optional.empty(),
                routed ? x.route().service() : "",
                x.reason().code());
    }
}
