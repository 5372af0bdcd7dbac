package dev.sekisho.dataplane.http2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the frames that a peer makes the gateway send, answers to SETTINGS and PING and resets of streams that broke the
 * rules, and ends the connection with ENHANCE_YOUR_CALM beyond a limit (RFC 9113 section 10.5). Counted is what is sent, since
 * whatever the peer thinks of next, it costs no more than that. One a connection, on its loop.
 */
public final class FrameGuard extends DecoratingHttp2ConnectionEncoder {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_ANSWERS = 1000; // SETTINGS and PING within the window; clients send a few a minute
    private static final char HEADER_TABLE_SIZE = 1; // RFC 7540 section 6.5.2

    private final int maxResets;
    private @Nullable Http2LifecycleManager lifecycle;
    private long windowStart = System.nanoTime();
    private int answers;
    private int resets;
    private boolean calmed;

    /** Guards an encoder; beyond so many resets within 30 s the connection ends. */
    public FrameGuard(Http2ConnectionEncoder encoder, int maxResets) {
        super(encoder);
        this.maxResets = maxResets;
    }

    @Override
    public void lifecycleManager(Http2LifecycleManager manager) {
        lifecycle = manager;
        super.lifecycleManager(manager);
    }

    /** The peer's table would have to be kept in step for little: what is sent is not compressed against it. */
    @Override
    public void remoteSettings(Http2Settings settings) throws Http2Exception {
        settings.remove(HEADER_TABLE_SIZE);
        super.remoteSettings(settings);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        tick();
        ChannelFuture written = super.writeSettingsAck(ctx, promise);
        answered(ctx, ++answers > MAX_ANSWERS, "SETTINGS or PING");
        return written;
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        tick();
        ChannelFuture written = super.writePing(ctx, ack, data, promise);
        if (ack) {
            answered(ctx, ++answers > MAX_ANSWERS, "SETTINGS or PING");
        }
        return written;
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        tick();
        ChannelFuture written = super.writeRstStream(ctx, streamId, errorCode, promise);
        if (isForFault(errorCode)) {
            answered(ctx, ++resets > maxResets, "streams that break the rules");
        }
        return written;
    }

    /** Whether the peer's own fault is the reason; a service that fails in the middle of its answer is INTERNAL_ERROR. */
    private static boolean isForFault(long errorCode) {
        return errorCode != Http2Error.NO_ERROR.code()
                && errorCode != Http2Error.CANCEL.code()
                && errorCode != Http2Error.INTERNAL_ERROR.code();
    }

    private void tick() {
        long now = System.nanoTime();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            answers = resets = 0;
        }
    }

    private void answered(ChannelHandlerContext ctx, boolean tooMany, String what) {
        Http2LifecycleManager manager = lifecycle;
        if (tooMany && !calmed && manager != null) {
            calmed = true;
            manager.onError(
                    ctx, true, Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many %s", what));
        }
    }
}
