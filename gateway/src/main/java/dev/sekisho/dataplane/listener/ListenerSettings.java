package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.ForwardedFields;
import dev.sekisho.model.HttpsRedirect;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerHttp2;
import dev.sekisho.model.ProxyProtocol;
import java.util.List;
import java.util.Optional;

/**
 * What a listener's connections need of its configuration, in the units that they work with. Immutable, thread-safe.
 *
 * @param name name of the listener
 * @param heads limits on request heads
 * @param maxBody largest request body in bytes; 0 for no limit
 * @param maxConnections connections open at once, over all loops
 * @param headNanos time for a head
 * @param bodyNanos longest pause inside a request body
 * @param writeNanos longest pause while the client takes nothing
 * @param idleNanos longest pause between requests
 * @param lifeNanos age at which a connection serves its last request; 0 for none
 * @param maxRequests requests on one connection; 0 for any number
 * @param trustedProxies peers whose word on the client is taken
 * @param clientField field in which they say where the client is
 * @param forwarded what else is done with fields that tell of clients
 * @param proxyProtocol whose word on the client is taken ahead of everything else; empty where no header is looked for
 * @param via what to add to Via; empty for nothing
 * @param http2 how HTTP/2 is spoken
 * @param redirect where all clients are sent to; empty where they are served
 */
public record ListenerSettings(
        String name,
        HeadLimits heads,
        long maxBody,
        int maxConnections,
        long headNanos,
        long bodyNanos,
        long writeNanos,
        long idleNanos,
        long lifeNanos,
        int maxRequests,
        List<Cidr> trustedProxies,
        HeaderName clientField,
        ForwardedFields forwarded,
        Optional<ProxyProtocol> proxyProtocol,
        Optional<byte[]> via,
        ListenerHttp2 http2,
        Optional<HttpsRedirect> redirect) {

    /** The settings of a configured listener. */
    public static ListenerSettings of(Listener listener) {
        return new ListenerSettings(
                listener.name(),
                new HeadLimits(
                        (int) listener.limits().head().bytes(),
                        listener.limits().fields(),
                        (int) listener.limits().target().bytes(),
                        listener.trace(),
                        listener.connect()),
                listener.limits().body().bytes(),
                listener.limits().connections(),
                listener.timeouts().head().toNanos(),
                listener.timeouts().body().toNanos(),
                listener.timeouts().write().toNanos(),
                listener.timeouts().idle().toNanos(),
                listener.timeouts().lifetime().toNanos(),
                listener.limits().requests(),
                listener.trustedProxies(),
                clientField(listener.forwarded().header()),
                listener.forwarded(),
                listener.proxyProtocol(),
                listener.via().map(name -> Ascii.bytes("1.1 " + name)),
                listener.http2(),
                listener.redirectToHttps());
    }

    private static HeaderName clientField(String name) {
        return name.equalsIgnoreCase("X-Forwarded-For") ? HeaderName.X_FORWARDED_FOR : HeaderName.of(name);
    }

    /** The same for what is received over HTTP/2, as Via says (RFC 9110 section 7.6.3). */
    public ListenerSettings forHttp2() {
        return new ListenerSettings(
                name,
                heads,
                maxBody,
                maxConnections,
                headNanos,
                bodyNanos,
                writeNanos,
                idleNanos,
                lifeNanos,
                maxRequests,
                trustedProxies,
                clientField,
                forwarded,
                proxyProtocol,
                via.map(text -> Ascii.bytes("2 " + Ascii.string(text, 4, text.length))),
                http2,
                redirect);
    }

    /** Whether a connection that has begun then, with that many requests so far, serves no further one. */
    public boolean isLast(int requests, long startNanos, long now) {
        return maxRequests > 0 && requests >= maxRequests || lifeNanos > 0 && now - startNanos > lifeNanos;
    }

    /** Whether the peer's word on the client is taken. */
    public boolean trusts(byte[] address) {
        for (Cidr block : trustedProxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
