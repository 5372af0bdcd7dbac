package dev.sekisho.dataplane.tunnel;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.upstream.Subset;
import dev.sekisho.dataplane.upstream.TargetTries;
import dev.sekisho.dataplane.upstream.UpstreamService;

/**
 * The backend of a route for CONNECT (RFC 9110 section 9.3.6): a tunnel to a target of the route's upstream. Where that is, the
 * configuration says and never the client. Thread-safe.
 *
 * @param service the upstream
 * @param subset which of its targets
 * @param idleNanos how long a tunnel lives in which nothing moves
 */
public record TunnelHandler(UpstreamService service, Subset subset, long idleNanos) implements Handler {

    @Override
    public void handle(Exchange x) {
        new ConnectTunnel(x, new TargetTries(service, x, subset), idleNanos).start();
    }
}
