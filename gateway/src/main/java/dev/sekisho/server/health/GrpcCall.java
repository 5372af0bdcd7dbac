package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.health.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Sends the frames of one call, and reads those of its answer until it is decided. A stream that is reset, or given up by a GOAWAY, counts as a
 * connection that was, as with Envoy's gRPC health checks. Used by one thread.
 */
final class GrpcCall extends Http2ChannelDuplexHandler {

    private static final int MAX_MESSAGE = 4_096; // bytes; an answer has seven

    private final Http2Headers headers;
    private final ByteBuf request;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<ProbeResult> result = Optional.empty();
    private int id; // of the stream

    /** A call with these headers and this message, which it releases; it begins when it is added to a pipeline. */
    GrpcCall(Http2Headers headers, ByteBuf request) {
        this.headers = headers;
        this.request = request;
    }

    /** Empty until decided. */
    Optional<ProbeResult> result() {
        return result;
    }

    @Override
    protected void handlerAdded0(ChannelHandlerContext context) {
        Http2FrameStream stream = newStream();
        context.write(new DefaultHttp2HeadersFrame(headers).stream(stream));
        context.writeAndFlush(new DefaultHttp2DataFrame(request, true).stream(stream));
        id = stream.id();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame section -> fields(section.headers(), section.isEndStream());
                case Http2DataFrame data -> data(data);
                case Http2ResetFrame _ -> decide(ProbeResult.TCP_FAILURE);
                case Http2GoAwayFrame away when away.lastStreamId() < id -> decide(ProbeResult.TCP_FAILURE);
                default -> {} // SETTINGS, PING and their like are the codec's
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void fields(Http2Headers fields, boolean last) {
        CharSequence status = fields.status();
        if (status != null && !"200".contentEquals(status)) {
            decide(ProbeResult.BAD_STATUS);
        } else if (last) {
            CharSequence grpcStatus = fields.get("grpc-status");
            boolean good = grpcStatus != null && "0".contentEquals(grpcStatus) && isServing();
            decide(good ? ProbeResult.GOOD : ProbeResult.BAD_STATUS);
        }
    }

    private void data(Http2DataFrame data) {
        if (message.size() + data.content().readableBytes() > MAX_MESSAGE || data.isEndStream()) {
            decide(ProbeResult.BAD_STATUS); // without trailers there is no status
        } else {
            message.writeBytes(ByteBufUtil.getBytes(data.content()));
        }
    }

    private boolean isServing() {
        try {
            return GrpcHealth.isServing(Unpooled.wrappedBuffer(message.toByteArray()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Of the codec: what came is no HTTP/2. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        decide(ProbeResult.BAD_STATUS);
    }

    private void decide(ProbeResult decision) {
        if (result.isEmpty()) {
            result = Optional.of(decision);
        }
    }
}
