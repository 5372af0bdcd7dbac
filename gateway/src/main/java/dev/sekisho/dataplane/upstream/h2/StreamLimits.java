package dev.sekisho.dataplane.upstream.h2;

/**
 * Bounds of a connection and its streams.
 *
 * @param streams requests that it carries at once, if the peer allows as many
 * @param maxIdle idle connections of one loop to one target
 * @param connectMillis how long the peer's first SETTINGS may take
 * @param writeNanos longest pause while the peer takes nothing of a request
 * @param idleNanos how long it may stay without a request
 * @param lifetimeNanos age after which it takes no further request
 */
public record StreamLimits(
        int streams, int maxIdle, int connectMillis, long writeNanos, long idleNanos, long lifetimeNanos) {

    /** Bytes of a response that may be on their way to a client that takes none, as RFC 9113 section 6.9.2 begins with. */
    static final int STREAM_WINDOW = 65_535;

    /** So much for each stream that one of them, taken by nobody, leaves the others what they need. */
    int connectionWindow() {
        return streams * STREAM_WINDOW;
    }
}
