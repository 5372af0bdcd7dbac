package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * One call of {@code grpc.health.v1.Health/Check}. Netty's HTTP/2 codec turns frames into bytes and back, without a
 * connection of its own: the bytes go through a blocking socket, whose owner bounds the time.
 */
final class GrpcProbe {

    private static final int MAX_READ = 65_536; // bytes altogether; an answer takes some hundred
    private static final int MAX_HEADERS = 8_192; // bytes of a field section

    private final ActiveHealth config;
    private final String authority;

    /** A call with this {@code :authority}. */
    GrpcProbe(ActiveHealth config, String authority) {
        this.config = config;
        this.authority = authority;
    }

    /**
     * Calls over a new connection.
     *
     * @throws IOException where it ends before the call does
     */
    ProbeResult ask(Socket socket) throws IOException {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(new Http2Settings().pushEnabled(false).maxHeaderListSize(MAX_HEADERS))
                .decoupleCloseAndGoAway(true)
                .build();
        EmbeddedChannel frames = new EmbeddedChannel(codec);
        try {
            GrpcCall call =
                    new GrpcCall(headers(), GrpcHealth.request(config.service().orElse("")));
            frames.pipeline().addLast(call);
            return exchange(socket, frames, call);
        } finally {
            frames.close();
            frames.releaseOutbound();
        }
    }

    private Http2Headers headers() {
        return new DefaultHttp2Headers()
                .method("POST")
                .scheme(config.type().isTls() ? "https" : "http")
                .path("/grpc.health.v1.Health/Check")
                .authority(authority)
                .add("te", "trailers")
                .add("content-type", "application/grpc")
                .add("user-agent", "sekisho-health");
    }

    private static ProbeResult exchange(Socket socket, EmbeddedChannel frames, GrpcCall call) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        byte[] bytes = new byte[MAX_HEADERS];
        int read = 0;
        while (call.result().isEmpty()) {
            flush(frames, out);
            int count = in.read(bytes);
            if (count < 0) {
                throw new EOFException("closed before an answer");
            }
            read += count;
            if (read > MAX_READ) {
                return ProbeResult.BAD_STATUS;
            }
            frames.writeOneInbound(Unpooled.copiedBuffer(bytes, 0, count)).syncUninterruptibly();
        }
        return call.result().get();
    }

    private static void flush(EmbeddedChannel frames, OutputStream out) throws IOException {
        for (ByteBuf next = frames.readOutbound(); next != null; next = frames.readOutbound()) {
            try {
                next.readBytes(out, next.readableBytes());
            } finally {
                next.release();
            }
        }
        out.flush();
    }
}
