package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.TargetTries;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.StreamAccess;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of a UDP stream on one loop: takes their datagrams, each for the session of its sender. On its loop. */
final class UdpSessions extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSessions.class);

    private final UdpStream stream;
    private final LoopContext loop;
    private final Map<InetSocketAddress, UdpSession> sessions = new HashMap<>();
    private @Nullable Channel channel;

    UdpSessions(UdpStream stream, LoopContext loop) {
        this.stream = stream;
        this.loop = loop;
    }

    LoopContext loop() {
        return loop;
    }

    UdpStream stream() {
        return stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        loop.readClock();
        int size = packet.content().readableBytes();
        if (size > stream.settings().datagram()) {
            stream.counts().failed(StreamReason.DATAGRAM.code());
            return;
        }
        UdpSession session = sessions.get(packet.sender());
        if (session == null) {
            session = open(packet.sender());
        }
        if (session != null) {
            session.send(packet.content().retain());
        }
    }

    private @Nullable UdpSession open(InetSocketAddress client) {
        if (stream.isStopped()) {
            return null;
        }
        if (!StreamAccess.allows(stream.settings().access(), client.getAddress().getAddress())) {
            stream.counts().failed(StreamReason.DENIED.code());
            return null;
        }
        if (!stream.slots().take()) {
            stream.counts().failed(StreamReason.LIMIT.code());
            return null;
        }
        Optional<UpstreamService> upstream = stream.upstream();
        TargetTries tries = upstream.map(service ->
                        new TargetTries(service, loop, client.getAddress().getAddress()))
                .orElse(null);
        Reason none = tries == null ? Reason.NO_TARGET : tries.next();
        if (tries == null || none != Reason.NONE) {
            stream.slots().give();
            stream.counts().failed(none.code());
            return null;
        }
        StreamConnection connection =
                new StreamConnection(stream.settings().name(), "udp", client, stream.telemetry(), loop);
        connection.opened(client);
        connection.upstream(upstream.get().config().name());
        UdpSession session = new UdpSession(this, connection, tries);
        sessions.put(client, session);
        session.open();
        return session;
    }

    /** Sends a datagram to a client; false for one that finds the socket's buffers full and is dropped. */
    boolean answer(InetSocketAddress client, ByteBuf content) {
        Channel socket = channel;
        if (socket == null || !socket.isWritable()) {
            content.release();
            return false;
        }
        socket.writeAndFlush(new DatagramPacket(content, client), socket.voidPromise());
        return true;
    }

    /** A session is over. */
    void over(InetSocketAddress client) {
        sessions.remove(client);
        stream.slots().give();
    }

    void closeAll() {
        List.copyOf(sessions.values()).forEach(UdpSession::cut);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeAll();
    }

    /** A client that cannot be reached, as a rule; the others are served on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            LOG.error("stream socket failed", cause);
        }
    }
}
