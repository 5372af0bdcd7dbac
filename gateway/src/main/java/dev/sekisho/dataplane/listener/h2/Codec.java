package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.http2.FieldBlock;
import dev.sekisho.dataplane.http2.FrameGuard;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.model.ListenerHttp2;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Puts the codec of a client's connection together from Netty's parts: flow control, compression, frames and their checks are
 * Netty's; header blocks go into our own form, and limits are on from the first frame.
 */
final class Codec extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientConnection, Codec> {

    private static final int RESET_WINDOW = (int) TimeUnit.SECONDS.toSeconds(30);
    private static final long CLOSE_MILLIS =
            100; // for what is written already; draining is the connection's own business
    private static final int FIELD_OVERHEAD = 32; // bytes a field counts beyond its own, RFC 9113 section 6.5.2

    private final Function<Parts, Http2ClientConnection> make;
    private final FieldBlock block;

    /** What a connection is made of. */
    record Parts(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, FieldBlock block) {}

    private Codec(FieldBlock block, Function<Parts, Http2ClientConnection> make) {
        this.block = block;
        this.make = make;
    }

    static Http2ClientConnection build(ListenerSettings settings, Function<Parts, Http2ClientConnection> make) {
        ListenerHttp2 rules = settings.http2();
        FieldBlock block = new FieldBlock(settings.heads().fields());
        long listSize = settings.heads().bytes() + (long) settings.heads().fields() * FIELD_OVERHEAD;
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Http2ConnectionEncoder encoder =
                new FrameGuard(new DefaultHttp2ConnectionEncoder(connection, writer()), rules.resets());
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(new BlockDecoder(block, listSize)),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false);
        Codec codec = new Codec(block, make);
        codec.decoderEnforceMaxRstFramesPerWindow(rules.resets(), RESET_WINDOW);
        codec.codec(decoder, encoder); // last, since nothing of the codec can be set behind it
        codec.gracefulShutdownTimeoutMillis(CLOSE_MILLIS);
        codec.initialSettings(new Http2Settings()
                .maxConcurrentStreams(rules.streams())
                .maxHeaderListSize(listSize)
                .connectProtocolEnabled(true)
                .initialWindowSize((int) rules.window().bytes()));
        return codec.build();
    }

    private static Http2FrameWriter writer() {
        Http2FrameWriter writer = new DefaultHttp2FrameWriter(Http2HeadersEncoder.NEVER_SENSITIVE, true);
        try {
            writer.configuration().headersConfiguration().maxHeaderTableSize(0);
        } catch (Http2Exception e) {
            throw new IllegalStateException("header table: 0 (expected: allowed, RFC 7541 section 4.2)", e);
        }
        return writer;
    }

    @Override
    protected Http2ClientConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
        return make.apply(new Parts(decoder, encoder, initialSettings, block));
    }

    /** Gives the compression's decoder the one block of the connection to fill. */
    private static final class BlockDecoder extends DefaultHttp2HeadersDecoder {
        private final FieldBlock block;

        BlockDecoder(FieldBlock block, long listSize) {
            super(false, Math.min(listSize, Http2CodecUtil.MAX_HEADER_LIST_SIZE));
            this.block = block;
        }

        @Override
        protected Http2Headers newHeaders() {
            return block.next();
        }
    }
}
