package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.upstream.TargetTries;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One client of a UDP stream and the socket over which its datagrams go to a target. The socket is connected, so that it takes
 * datagrams of its target alone, and hears where the target's port is closed. On its loop.
 */
final class UdpSession extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(128 << 10, 256 << 10);
    private static final int EARLY = 64; // datagrams that wait for the socket, which is open a moment later

    private final UdpSessions sessions;
    private final StreamConnection connection;
    private final TargetTries tries;
    private final Idle idle = new Idle();
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private @Nullable Channel channel; // once it is connected
    private long awaited; // datagrams that answer those sent, where their number is known
    private boolean answered;
    private boolean over;

    UdpSession(UdpSessions sessions, StreamConnection connection, TargetTries tries) {
        this.sessions = sessions;
        this.connection = connection;
        this.tries = tries;
    }

    private final class Idle extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (awaited > 0) {
                fail(Reason.UPSTREAM_TIMEOUT); // what should have come has not
            } else {
                close();
            }
        }
    }

    private int responses() {
        return sessions.stream().settings().responses();
    }

    InetSocketAddress client() {
        return connection.client();
    }

    void open() {
        touch();
        connection.asked(tries.whereText());
        int longest = sessions.stream().settings().datagram() + 1; // one more tells that it is too long
        new Bootstrap()
                .group(sessions.loop().eventLoop())
                .channel(sessions.stream().loops().transport().datagram())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(longest))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .handler(this)
                .connect(tries.where())
                .addListener((ChannelFuture done) -> connected(done));
    }

    private void connected(ChannelFuture done) {
        sessions.loop().readClock();
        if (over) {
            done.channel().close();
        } else if (done.isSuccess()) {
            channel = done.channel();
            connection.connected();
            for (ByteBuf content = early.poll(); content != null && !over; content = early.poll()) {
                write(done.channel(), content);
            }
            done.channel().flush();
            closeIfAnswered();
        } else {
            connection.failed(tries.failed(done.cause()).code());
            end();
        }
    }

    /** Sends a datagram of the client to the target; one that finds the socket's buffers full is dropped. */
    void send(ByteBuf content) {
        touch();
        connection.received(content.readableBytes());
        awaited += Math.max(0, responses());
        Channel socket = channel;
        if (socket != null) {
            write(socket, content);
            socket.flush();
            closeIfAnswered();
        } else if (early.size() < EARLY) {
            early.add(content.capacity() > 2 * content.readableBytes() ? copy(content) : content);
        } else {
            drop(content);
        }
    }

    /** A datagram that waits is not to hold the whole buffer that it was read into. */
    private static ByteBuf copy(ByteBuf content) {
        ByteBuf copy = content.copy();
        content.release();
        return copy;
    }

    private void write(Channel socket, ByteBuf content) {
        if (socket.isWritable()) {
            socket.write(content, socket.voidPromise());
        } else {
            drop(content);
        }
    }

    private void drop(ByteBuf content) {
        connection.stumbled(StreamReason.DROPPED.code());
        content.release();
    }

    private void touch() {
        sessions.loop().timeout(idle, sessions.stream().settings().sessionNanos());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        sessions.loop().readClock();
        if (over) {
            return;
        }
        int size = packet.content().readableBytes();
        if (size > sessions.stream().settings().datagram()) {
            connection.stumbled(StreamReason.DATAGRAM.code());
            return;
        }
        if (!answered) {
            answered = true;
            tries.opened();
        }
        touch();
        if (sessions.answer(client(), packet.content().retain())) {
            connection.sent(size);
        } else {
            connection.stumbled(StreamReason.DROPPED.code());
        }
        if (awaited > 0) {
            awaited--;
        }
        closeIfAnswered();
    }

    private void closeIfAnswered() {
        if (responses() >= 0 && awaited == 0) {
            close();
        }
    }

    /** Where the target's port is closed, the session ends: the client's next datagram may go elsewhere. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (isRefusal(cause)) {
            fail(Reason.CONNECT_REFUSED);
        } else if (!over) {
            connection.stumbled(StreamReason.DROPPED.code()); // such as one that no interface carries
        }
    }

    /** Each transport has its own exception for ICMP's word that a port is closed. */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PortUnreachableException
                || cause instanceof ConnectException
                || String.valueOf(cause.getMessage()).contains("Connection refused");
    }

    private void fail(Reason reason) {
        if (over) {
            return;
        }
        connection.failed(reason.code());
        if (!answered) {
            answered = true;
            tries.failed(reason);
        }
        close();
    }

    /** The gateway goes away, or the stream's address. */
    void cut() {
        connection.ends(StreamReason.CUT.code());
        close();
    }

    /** Ends the session. */
    private void close() {
        if (over) {
            return;
        }
        if (answered) {
            tries.over();
        } else {
            tries.cancelled();
        }
        end();
    }

    private void end() {
        over = true;
        sessions.loop().remove(idle);
        early.forEach(ByteBuf::release);
        early.clear();
        Channel socket = channel;
        if (socket != null) {
            socket.close();
        }
        sessions.over(client());
        connection.over();
    }
}
