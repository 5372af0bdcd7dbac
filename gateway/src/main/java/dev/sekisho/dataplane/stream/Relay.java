package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.dataplane.upstream.TargetTries;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.StreamAccess;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection and the connection to a target that its bytes go to. What one side reads is written to the other;
 * neither is read faster than the other takes. A side that ends its output has that passed on, and the other direction goes
 * on; through TLS, for as long as the other side goes on at once. On its loop, but for {@link #close}.
 */
final class Relay {

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final TcpStream stream;
    private final StreamConnection connection;
    private final LoopContext loop;
    private final Side client = new Side(this, true);
    private final Idle idle = new Idle();
    private final Queue<ByteBuf> early = new ArrayDeque<>(); // what the client sent before there was a target
    private @Nullable Side target; // once it is connected
    private @Nullable TargetTries tries;
    private boolean begun;
    private boolean lingering; // one side has ended, which the other, behind TLS, cannot be told without closing
    private boolean closing;
    private boolean over;

    Relay(TcpStream stream, StreamConnection connection, LoopContext loop) {
        this.stream = stream;
        this.connection = connection;
        this.loop = loop;
    }

    private final class Idle extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (lingering) {
                closeNow();
            } else {
                fail(StreamReason.IDLE.code());
            }
        }
    }

    Side client() {
        return client;
    }

    // The way to a target

    /** The client's connection is there, and its address known. */
    void begin() {
        loop.readClock();
        begun = true;
        Channel from = client.channel();
        connection.opened(from == null ? connection.client() : Ends.of(from).client());
        if (from != null
                && !StreamAccess.allows(
                        stream.settings().access(), Ends.of(from).clientAddress())) {
            fail(StreamReason.DENIED.code());
            return;
        }
        if (!stream.isEncrypted() && !stream.settings().names().any()) {
            choose(stream.settings().names().others());
        }
    }

    /** The ClientHello is read, and with it the upstream known; null where it has no name. */
    void hello(@Nullable String name, Optional<String> upstream) {
        if (closing) {
            return; // not served whatever it asks for
        }
        asked(name);
        choose(upstream);
    }

    /** The client speaks something else than TLS, and is served nevertheless. */
    void plain() {
        if (!closing) {
            choose(stream.settings().names().others());
        }
    }

    /** The name that a ClientHello asks for; null for none. */
    void asked(@Nullable String name) {
        if (closing) {
            return;
        }
        connection.tls(name == null ? "" : name);
    }

    /** The upstream is known; the client is not read until there is a target. */
    private void choose(Optional<String> name) {
        client.reading(false);
        Optional<UpstreamService> upstream = name.flatMap(stream::upstream);
        Channel from = client.channel();
        if (upstream.isEmpty() || from == null) {
            fail(StreamReason.NAME.code());
            return;
        }
        connection.upstream(name.get());
        tries = new TargetTries(upstream.get(), loop, Ends.of(from).clientAddress());
        tryNext(tries, from);
    }

    private void tryNext(TargetTries way, Channel from) {
        Reason none = way.next();
        if (none != Reason.NONE) {
            fail(none.code());
            return;
        }
        connection.asked(way.whereText());
        Side next = new Side(this, false);
        way.connect(next, Ends.of(from)).addListener((ChannelFuture done) -> connected(done, next, way, from));
    }

    private void connected(ChannelFuture done, Side next, TargetTries way, Channel from) {
        loop.readClock();
        if (closing) {
            way.cancelled();
            done.channel().close();
        } else if (done.isSuccess()) {
            way.opened();
            connection.connected();
            target = next;
            pair(next);
        } else {
            Reason reason = way.failed(done.cause());
            connection.stumbled(reason.code());
            tryNext(way, from);
        }
    }

    private void pair(Side to) {
        touch();
        for (ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
            write(to, piece);
        }
        flushTo(to);
        if (client.isEnded()) {
            shut(to);
        }
        client.reading(to.isWritable());
    }

    // Bytes

    private @Nullable Side other(Side side) {
        return side.isClient() ? target : client;
    }

    /** Whether it is a target that is only being connected, of which its connecting tells. */
    private boolean isForeign(Side side) {
        return !side.isClient() && side != target;
    }

    void read(Side from, ByteBuf in) {
        loop.readClock();
        if (from.isClient()) {
            connection.received(in.readableBytes());
        } else {
            connection.sent(in.readableBytes());
        }
        Side to = other(from);
        if (closing) {
            in.release();
        } else if (to == null) {
            early.add(in);
        } else {
            touch();
            write(to, in);
            from.reading(to.isWritable());
        }
    }

    private static void write(Side to, ByteBuf in) {
        Channel channel = to.channel();
        if (channel == null || to.isGone()) {
            in.release();
        } else {
            channel.write(in, channel.voidPromise());
        }
    }

    void flush(Side from) {
        Side to = other(from);
        if (to != null && target != null) {
            flushTo(to);
        }
    }

    private static void flushTo(Side to) {
        Channel channel = to.channel();
        if (channel != null) {
            channel.flush();
        }
    }

    void writable(Side side, boolean writable) {
        Side from = other(side);
        if (from != null && target != null) {
            loop.readClock();
            touch();
            from.reading(writable);
        }
    }

    private void touch() {
        long nanos = stream.settings().idleNanos();
        loop.timeout(idle, lingering ? Math.min(LINGER_NANOS, nanos) : nanos);
    }

    // Ends

    /** A side sends no more. */
    void ended(Side from) {
        if (from.isEnded() || isForeign(from)) {
            return;
        }
        loop.readClock();
        from.end();
        if (from.isEncrypted()) {
            from.close(); // after its close_notify nothing can be sent to it
            return;
        }
        Side to = other(from);
        if (to != null) {
            shut(to);
        }
        closeIfDone(from);
    }

    /** Tells a side that no more comes, once all that came before has left. */
    private void shut(Side to) {
        Channel channel = to.channel();
        if (channel == null || to.isGone()) {
            return;
        }
        lingering |= to.isEncrypted();
        touch();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> {
            to.shut();
            if (!to.isEnded() && !to.isEncrypted() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
            closeIfDone(to);
        });
    }

    private static void closeIfDone(Side side) {
        if (side.isEnded() && side.isShut()) {
            side.close();
        }
    }

    /** A side is closed for good; the other one gets what is under way, and closes too. */
    void gone(Side side) {
        if (isForeign(side)) {
            return;
        }
        loop.readClock();
        Side to = other(side);
        if (to != null) {
            closeBehindAll(to);
        }
        closing = true;
        overIfBothAre();
    }

    private static void closeBehindAll(Side to) {
        Channel channel = to.channel();
        if (channel != null && !to.isGone()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            to.reading(true); // or its own end would not be noticed
        }
    }

    /** The client's channel is closed, whether it was ever active or not. */
    void clientClosed() {
        if (!begun) {
            loop.readClock();
            if (stream.settings().proxyProtocol().isPresent()) {
                connection.ends(StreamReason.PROXY_PROTOCOL.code());
            }
            end();
        }
    }

    private void overIfBothAre() {
        Side to = target;
        if (over || !client.isGone() || to != null && !to.isGone()) {
            return;
        }
        loop.remove(idle);
        early.forEach(ByteBuf::release);
        early.clear();
        TargetTries way = tries;
        if (way != null && to != null) {
            way.over(); // else the connection that is being made gives its place back
        }
        end();
    }

    private void end() {
        over = true;
        connection.over();
        stream.over(this);
    }

    /** No ClientHello came, or none in time. */
    void noHello() {
        if (!stream.isEncrypted()) {
            fail(StreamReason.HELLO.code());
        }
    }

    /** A TLS handshake of the client is done, or has failed, after which its handler closes the connection. */
    void handshake(boolean good) {
        if (!stream.isEncrypted()) {
            return;
        }
        loop.countHandshake(good);
        if (good && isAllowed()) {
            choose(stream.settings().names().others());
        } else {
            fail(StreamReason.HANDSHAKE.code());
        }
    }

    /** Notes the TLS connection. The handshake refuses a client without the certificate that it needs; this holds whatever it was resumed from. */
    private boolean isAllowed() {
        Channel from = client.channel();
        try {
            TlsPeer peer = from == null ? null : TlsPeer.of(from);
            if (peer != null) {
                connection.secured(peer.connection());
            }
            return peer != null && (!peer.host().needsClients() || peer.client().isPresent());
        } catch (IllegalArgumentException e) {
            return false; // a certificate with names that deceive
        }
    }

    void broken(Side side, Throwable cause) {
        if (isForeign(side)) {
            return;
        }
        if (cause instanceof IOException) {
            connection.failed(side.isClient() ? StreamReason.CLIENT_RESET.code() : Reason.UPSTREAM_RESET.code());
        } else if (!(cause instanceof DecoderException)) {
            connection.ends(Reason.INTERNAL.code());
            LOG.error("stream connection failed", cause);
        }
    }

    private void fail(String reason) {
        connection.failed(reason);
        closeNow();
    }

    private void closeNow() {
        closing = true;
        client.close();
        Side to = target;
        if (to != null) {
            to.close();
        }
    }

    /** Closes both sides, whatever is under way; from any thread. */
    void close() {
        if (!loop.eventLoop().isShuttingDown()) {
            loop.eventLoop().execute(() -> {
                connection.ends(StreamReason.CUT.code());
                closeNow();
            });
        }
    }
}
