package dev.sekisho.server.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * A connection, or those to the nodes of a cluster.
 *
 * @param connection ends and tells of its end
 * @param commands what it may be told
 */
record Wire(StatefulConnection<String, byte[]> connection, RedisClusterAsyncCommands<String, byte[]> commands) {

    boolean isOpen() {
        return connection.isOpen();
    }
}
