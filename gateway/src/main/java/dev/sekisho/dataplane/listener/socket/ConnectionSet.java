package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ClientConnection;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.h1.Http1Connection;
import dev.sekisho.dataplane.listener.h2.Http2ClientConnection;
import dev.sekisho.dataplane.listener.proxyprotocol.ProxyProtocolFront;
import dev.sekisho.dataplane.listener.tls.TlsFront;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import dev.sekisho.dataplane.transport.ClosingGuard;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client connections of one listening socket, and those that it accepted before it knew that the listener is full:
 * they are not read until there is a slot. Its loop only, but for the size.
 */
final class ConnectionSet {

    private final LoopContext loop;
    private final Serving serving;
    private final Slots slots;
    private final Runnable changed;
    private final Map<Channel, ClientConnection> connections = new HashMap<>();
    private final Deque<Channel> waiting = new ArrayDeque<>();
    private volatile int size;

    /** The listening socket, once it is bound. */
    volatile @Nullable Channel accepting;

    /** A set; {@code changed} is run when the listener has become full, or is not full any more. */
    ConnectionSet(LoopContext loop, Serving serving, Slots slots, Runnable changed) {
        this.loop = loop;
        this.serving = serving;
        this.slots = slots;
        this.changed = changed;
    }

    /** Takes a connection that was accepted and is not active yet. */
    void accepted(Channel channel) {
        ClosingGuard.guard(channel);
        if (slots.take()) {
            serve(channel);
        } else {
            channel.config().setAutoRead(false);
            waiting.add(channel);
            channel.closeFuture().addListener(closed -> {
                waiting.remove(channel);
                count();
            });
        }
        if (slots.isFull()) {
            changed.run();
        }
        count();
    }

    private void serve(Channel channel) {
        serving.opened(loop);
        serving.settings()
                .proxyProtocol()
                .ifPresent(rules -> channel.pipeline().addLast(new ProxyProtocolFront(loop, rules)));
        channel.closeFuture().addListener(closed -> {
            connections.remove(channel);
            serving.closed(loop);
            count();
            if (slots.give()) {
                changed.run();
            }
        });
        TlsHosts tls = serving.tls();
        if (tls != null) {
            SecureArrival arrival = new SecureArrival(loop, serving, this);
            connections.put(channel, arrival);
            channel.pipeline().addLast(new TlsFront(tls, true), arrival);
        } else if (serving.settings().http2().cleartext()) {
            PlainArrival arrival = new PlainArrival(loop, serving, this);
            connections.put(channel, arrival);
            channel.pipeline().addLast(arrival);
        } else {
            Http1Connection connection = new Http1Connection(loop, serving, null);
            connections.put(channel, connection);
            channel.pipeline().addLast(connection);
        }
    }

    /**
     * The protocol of a connection is settled: what speaks it takes the place of the handler that waited for that.
     *
     * @param tls what the TLS handshake has settled; null in the clear
     */
    void settle(ChannelHandlerContext ctx, boolean http2, @Nullable TlsPeer tls) {
        if (http2) {
            Http2ClientConnection connection = Http2ClientConnection.create(loop, serving, tls);
            ctx.pipeline().replace(ctx.handler(), "h2", connection);
            settled(ctx.channel(), connection);
        } else {
            Http1Connection connection = new Http1Connection(loop, serving, tls);
            ctx.pipeline().replace(ctx.handler(), "h1", connection);
            connection.channelActive(ctx.pipeline().context(connection));
            settled(ctx.channel(), connection);
        }
    }

    private void settled(Channel channel, ClientConnection connection) {
        connections.computeIfPresent(channel, (c, before) -> connection);
        if (serving.isDraining()) {
            connection.drain();
        }
    }

    private void count() {
        size = connections.size() + waiting.size();
    }

    /** Serves those that wait as far as there are slots; accepts more, or lets them wait with the kernel. */
    void update() {
        while (!waiting.isEmpty() && slots.take()) {
            Channel channel = waiting.remove();
            serve(channel);
            channel.pipeline().fireChannelActive(); // it became active before it had its handler
            channel.config().setAutoRead(true);
        }
        count();
        Channel socket = accepting;
        boolean accepts = !slots.isFull();
        if (socket != null && socket.config().isAutoRead() != accepts) {
            socket.config().setAutoRead(accepts);
        }
    }

    /** Connections that are open. */
    int size() {
        return size;
    }

    void closeIdle() {
        List.copyOf(connections.values()).forEach(ClientConnection::closeIfIdle);
    }

    void drain() {
        List.copyOf(connections.values()).forEach(ClientConnection::drain);
    }

    void endWebSockets() {
        List.copyOf(connections.values()).forEach(ClientConnection::endWebSockets);
    }

    void closeAll() {
        List<Channel> all = new ArrayList<>(waiting);
        all.addAll(connections.keySet());
        all.forEach(Channel::close);
    }
}
