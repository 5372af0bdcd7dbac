package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.listener.h1.Http1Connection;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client connections of one listening socket. Its loop only, but for the size. */
final class ConnectionSet {

    private final Map<Channel, Http1Connection> connections = new HashMap<>();
    private volatile int size;

    /** The listening socket, once it is bound. */
    volatile @Nullable Channel accepting;

    void add(Channel channel, Http1Connection connection) {
        connections.put(channel, connection);
        size = connections.size();
        channel.closeFuture().addListener(closed -> {
            connections.remove(channel);
            size = connections.size();
        });
    }

    int size() {
        return size;
    }

    void closeIdle() {
        List.copyOf(connections.values()).forEach(Http1Connection::closeIfIdle);
    }

    void closeAll() {
        List.copyOf(connections.keySet()).forEach(Channel::close);
    }
}
