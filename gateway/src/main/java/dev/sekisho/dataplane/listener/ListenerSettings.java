package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Listener;
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
 * @param trustedProxies peers whose word on the client is taken
 * @param via what to add to Via; empty for nothing
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
        List<Cidr> trustedProxies,
        Optional<byte[]> via) {

    /** The settings of a configured listener. */
    public static ListenerSettings of(Listener listener) {
        return new ListenerSettings(
                listener.name(),
                new HeadLimits(
                        (int) listener.limits().head().bytes(),
                        listener.limits().fields(),
                        (int) listener.limits().target().bytes(),
                        listener.trace()),
                listener.limits().body().bytes(),
                listener.limits().connections(),
                listener.timeouts().head().toNanos(),
                listener.timeouts().body().toNanos(),
                listener.timeouts().write().toNanos(),
                listener.timeouts().idle().toNanos(),
                listener.trustedProxies(),
                listener.via().map(name -> Ascii.bytes("1.1 " + name)));
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
