package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Upstream;

/**
 * What calls need of an upstream's configuration, in the units that they work with, counts being those of one loop.
 *
 * @param connectMillis to open a connection
 * @param readNanos longest wait for the response, or a piece of it
 * @param writeNanos longest pause while the upstream takes nothing
 * @param poolSize connections of one loop to one target
 * @param maxIdle idle connections of one loop to one target
 * @param idleNanos how long a connection may stay idle
 * @param lifetimeNanos age after which a connection serves no further request
 * @param queueNanos how long a request may wait for a connection
 * @param totalNanos how long a request may take, retries included; 0 for as long as it likes
 * @param slowStartNanos how long the share of a new target grows
 * @param eventNanos longest pause in a stream of events; 0 for as long as it likes
 * @param protocol what is spoken; never {@code AUTO} in the clear, where nothing can be agreed on
 * @param streams requests that one connection carries at once
 * @param single whether a connection serves one request only: its PROXY protocol header names one client
 */
record UpstreamSettings(
        int connectMillis,
        long readNanos,
        long writeNanos,
        int poolSize,
        int maxIdle,
        long idleNanos,
        long lifetimeNanos,
        long queueNanos,
        long totalNanos,
        long slowStartNanos,
        long eventNanos,
        Protocol protocol,
        int streams,
        boolean single) {

    static UpstreamSettings of(Upstream upstream, int loops) {
        return new UpstreamSettings(
                (int) upstream.timeouts().connect().toMillis(),
                upstream.timeouts().read().toNanos(),
                upstream.timeouts().write().toNanos(),
                share(upstream.pool().size(), loops),
                upstream.pool().keptPerLoop(loops),
                upstream.pool().idle().toNanos(),
                upstream.pool().lifetime().toNanos(),
                upstream.pool().queueTimeout().toNanos(),
                upstream.timeouts().total().toNanos(),
                upstream.balance().slowStart().toNanos(),
                upstream.timeouts().eventStream().toNanos(),
                protocol(upstream),
                protocol(upstream) == Protocol.HTTP1 ? 1 : upstream.http2().maxConcurrentStreams(),
                upstream.proxyProtocol() != ProxyHeader.OFF);
    }

    private static Protocol protocol(Upstream upstream) {
        boolean clear = upstream.tls().isEmpty();
        return clear && upstream.protocol() == Protocol.AUTO ? Protocol.HTTP1 : upstream.protocol();
    }

    /** Whether a connection may carry several requests at once. */
    boolean isShared() {
        return protocol != Protocol.HTTP1;
    }

    private static int share(int total, int loops) {
        return Math.max(1, (total + loops - 1) / loops);
    }
}
