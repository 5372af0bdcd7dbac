package dev.sekisho.dataplane.upstream.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** Hands what arrives on a connection to the request that it belongs to. On the connection's loop only. */
final class Frames extends Http2EventAdapter {

    private final SharedConnection connection;
    private @Nullable Http2Connection streams;
    private Http2Connection.@Nullable PropertyKey key;
    private boolean tunnels;

    Frames(SharedConnection connection) {
        this.connection = connection;
    }

    /** Listens to that connection's streams. */
    void listen(Http2Connection all) {
        streams = all;
        key = all.newKey();
        all.addListener(this);
    }

    /** Whether the peer takes an extended CONNECT (SETTINGS_ENABLE_CONNECT_PROTOCOL, RFC 8441 section 3). */
    boolean takesTunnels() {
        return tunnels;
    }

    /** The stream carries this request. */
    void bind(Http2Stream stream, SharedStream request) {
        Http2Connection.PropertyKey own = key;
        if (own != null) {
            stream.setProperty(own, request);
        }
    }

    @Nullable
    SharedStream request(Http2Stream stream) {
        Http2Connection.PropertyKey own = key;
        return own == null ? null : stream.getProperty(own);
    }

    private @Nullable SharedStream request(int id) {
        Http2Stream stream = streams == null ? null : streams.stream(id);
        return stream == null ? null : request(stream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
        SharedStream request = request(id);
        return request == null ? data.readableBytes() + padding : request.data(data, padding, last);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers fields, int padding, boolean last) {
        SharedStream request = request(id);
        if (request != null) {
            request.fields(fields, last);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers fields,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last) {
        onHeadersRead(ctx, id, fields, padding, last);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
        SharedStream request = request(id);
        if (request != null) {
            request.resetBy(error);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        Boolean connect = settings.connectProtocolEnabled();
        if (connect != null) {
            tunnels = connect;
        }
        connection.settings();
    }

    /** Nobody may push: ENABLE_PUSH = 0 has gone out in front of every request (RFC 9113 section 6.5.2). */
    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int id, int promised, Http2Headers fields, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(
                Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE on stream %d (expected: none)", id);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment) {
        connection.windowGrown();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        SharedStream request = request(stream);
        if (request != null) {
            Http2Connection all = streams;
            boolean unseen = all != null
                    && all.goAwayReceived()
                    && stream.id() > all.local().lastStreamKnownByPeer();
            request.closed(unseen);
        }
        connection.changed();
    }

    @Override
    public void onGoAwayReceived(int lastStream, long error, ByteBuf debugData) {
        connection.changed();
    }
}
