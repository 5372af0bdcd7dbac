package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a client's connection: takes frames to the one that they belong to. On the connection's loop only. */
final class Streams extends Http2EventAdapter implements Http2RemoteFlowController.Listener {

    private final Http2ClientConnection home;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;

    Streams(Http2ClientConnection home) {
        this.home = home;
        this.connection = home.connection();
        this.key = connection.newKey();
        connection.remote().flowController().listener(this);
    }

    private @Nullable RequestStream of(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    private RequestStream open(Http2Stream stream) {
        RequestStream opened = new RequestStream(home, stream);
        stream.setProperty(key, opened);
        return opened;
    }

    // Frames

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, last);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean last)
            throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        RequestStream known = of(stream);
        if (known != null) {
            known.trailers(home.block());
        } else if (stream != null) {
            open(stream).begin(home.block(), last);
            home.counted();
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        RequestStream known = of(connection.stream(streamId));
        return padding + (known == null ? data.readableBytes() : known.data(data, last));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
        RequestStream known = of(connection.stream(streamId));
        if (known != null) {
            known.abandoned(Reason.CLIENT_CLOSED);
        }
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
        if (streamId == 0) {
            connection.forEachActiveStream(stream -> {
                taken(stream);
                return true;
            });
        } else {
            taken(connection.stream(streamId));
        }
    }

    private void taken(@Nullable Http2Stream stream) {
        RequestStream known = of(stream);
        if (known != null) {
            known.clientTakes();
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {}

    // Faults

    /** The head of a request was too large to be read: answers that; false where no answer can be given. */
    boolean refuseUnread(int streamId) {
        try {
            if (connection.stream(streamId) != null || connection.goAwaySent()) {
                return false;
            }
            open(connection.remote().createStream(streamId, true)).refuse(Reason.HEAD_TOO_LARGE);
            return true;
        } catch (Http2Exception e) {
            return false; // too many streams, or an old one
        }
    }

    /** The client has broken the rules of a stream, which is about to be reset. */
    void faulty(int streamId) {
        RequestStream known = of(connection.stream(streamId));
        if (known != null) {
            known.abandoned(Reason.HTTP2_PROTOCOL);
        }
    }

    /** The client has broken the rules of the connection, which is about to be closed. */
    void broken() {
        open().forEach(stream -> stream.abandoned(Reason.HTTP2_PROTOCOL));
    }

    /** Ends WebSockets in good order. */
    void endWebSockets() {
        open().forEach(RequestStream::endWebSocket);
    }

    /** Those that are open now. */
    private List<RequestStream> open() {
        List<RequestStream> open = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
                RequestStream known = of(stream);
                if (known != null) {
                    open.add(known);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("streams: " + e.getMessage() + " (expected: none throws)", e);
        }
        return open;
    }

    // The connection's events

    @Override
    public void onStreamActive(Http2Stream stream) {
        if (connection.numActiveStreams() == 1) {
            home.streamsOpen(1);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        RequestStream known = stream.removeProperty(key);
        if (known != null) {
            known.closed();
        }
        if (connection.numActiveStreams() == 0) {
            home.streamsOpen(0);
        }
    }

    @Override
    public void writabilityChanged(Http2Stream stream) {
        RequestStream known = of(stream);
        if (known != null) {
            known.writable(connection.remote().flowController().isWritable(stream));
        }
    }
}
