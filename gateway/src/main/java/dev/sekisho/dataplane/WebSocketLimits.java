package dev.sekisho.dataplane;

import java.util.concurrent.TimeUnit;

/**
 * What a WebSocket connection may do. Immutable, thread-safe.
 *
 * @param maxMessage largest message of a client, bytes as they are sent; 0 for no limit
 * @param maxUpstreamMessage largest message of the upstream, bytes as they are sent; 0 for no limit
 * @param maxFrame largest frame of either side, bytes; 0 for none but that on messages
 * @param idleNanos longest time in which nothing passes either way; 0 for no limit
 * @param pingNanos how long a client may be silent before it is pinged, and before a ping without any answer ends the
 *     connection; 0 for no pings
 */
public record WebSocketLimits(long maxMessage, long maxUpstreamMessage, long maxFrame, long idleNanos, long pingNanos) {

    /** Where no policy says otherwise: 1 MiB from clients, 16 MiB from upstreams, five minutes of silence, no pings. */
    public static final WebSocketLimits DEFAULT =
            new WebSocketLimits(1 << 20, 16 << 20, 0, TimeUnit.MINUTES.toNanos(5), 0);
}
