package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.retry.Cap;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A target whose one connection is an {@link EmbeddedChannel}, so that a benchmark sees the gateway's own work without the
 * kernel's. Stands in the package of the connections, since nobody else may make one.
 */
public final class InMemoryTarget {

    private InMemoryTarget() {}

    /** Puts an idle connection into the pool of the service's first target; what is sent to the target is read from it. */
    public static EmbeddedChannel connect(UpstreamService service, LoopContext loop) {
        ConnectionPool pool = service.targets().getFirst().pool(loop);
        Place place = new Place(pool, new Cap(0), false);
        UpstreamConnection connection = new UpstreamConnection(loop, place, service.settings());
        EmbeddedChannel channel = new EmbeddedChannel(connection);
        place.opened(1);
        pool.release(connection, 1);
        return channel;
    }
}
