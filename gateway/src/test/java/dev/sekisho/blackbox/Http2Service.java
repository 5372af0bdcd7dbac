package dev.sekisho.blackbox;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that speaks HTTP/2 by Netty's codec, and does with each request what a test says, once it is whole; on one event
 * loop, so that what happens there happens in order. Thread-safe.
 */
final class Http2Service implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger goAways = new AtomicInteger();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** What is special about a service. */
    record Setup(Http2Settings settings, @Nullable SslContext tls, boolean takesBodies) {
        static final Setup PLAIN = new Setup(new Http2Settings(), null, true);

        /** At most so many streams a connection. */
        static Setup streams(int most) {
            return new Setup(new Http2Settings().maxConcurrentStreams(most), null, true);
        }

        /** Grants no further bytes of request bodies. */
        static Setup takingNoBodies() {
            return new Setup(new Http2Settings(), null, false);
        }

        static Setup tls(SslContext context) {
            return new Setup(new Http2Settings(), context, true);
        }
    }

    private Http2Service(Setup setup, Consumer<Call> script) {
        ChannelInitializer<Channel> initializer = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accepted.incrementAndGet();
                open.incrementAndGet();
                channel.closeFuture().addListener(_ -> open.decrementAndGet());
                SslContext tls = setup.tls();
                if (tls != null) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline()
                        .addLast(
                                Http2FrameCodecBuilder.forServer()
                                        .initialSettings(setup.settings())
                                        .build(),
                                new Connection(setup, script));
            }
        };
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(initializer)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static Http2Service start(Consumer<Call> script) {
        return new Http2Service(Setup.PLAIN, script);
    }

    static Http2Service start(Setup setup, Consumer<Call> script) {
        return new Http2Service(setup, script);
    }

    /** Answers with the body of the request. */
    static void echo(Call call) {
        call.answer(200, call.body(), "content-type", "text/plain");
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections open now. */
    int open() {
        return open.get();
    }

    /** Most streams open at once on one connection. */
    int mostStreams() {
        return most.get();
    }

    /** Requests whose head has come. */
    int started() {
        return started.get();
    }

    /** Streams that the gateway has reset. */
    int resets() {
        return resets.get();
    }

    /** GOAWAY frames that the gateway has sent. */
    int goAways() {
        return goAways.get();
    }

    /** Requests that came whole. */
    List<Call> calls() {
        return calls;
    }

    /** Does something on the loop of the service after a while. */
    void after(long millis, Runnable action) {
        group.next().schedule(action, millis, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A request, and the way to answer it. */
    static final class Call {
        private final ChannelHandlerContext context;
        private final Http2FrameStream stream;
        private final Http2Headers headers;
        private final StringBuilder body = new StringBuilder();
        private Optional<Http2Headers> trailers = Optional.empty();
        private final AtomicInteger sent = new AtomicInteger();

        Call(ChannelHandlerContext context, Http2FrameStream stream, Http2Headers headers) {
            this.context = context;
            this.stream = stream;
            this.headers = headers;
        }

        Http2Headers headers() {
            return headers;
        }

        String header(String name) {
            CharSequence value = headers.get(name);
            return value == null ? "" : value.toString();
        }

        String path() {
            return header(":path");
        }

        String body() {
            return body.toString();
        }

        Optional<Http2Headers> trailers() {
            return trailers;
        }

        /** The connection that it came on. */
        Channel channel() {
            return context.channel();
        }

        int id() {
            return stream.id();
        }

        /** Bytes of the body that have left. */
        int sent() {
            return sent.get();
        }

        void answer(int status, String text, String... fields) {
            send(new DefaultHttp2Headers().status(Integer.toString(status)), text.isEmpty(), fields);
            if (!text.isEmpty()) {
                data(text, true);
            }
            context.flush(); // head and body together
        }

        void head(int status, boolean last, String... fields) {
            Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
            send(head, last, fields);
            context.flush();
        }

        /** Ends with trailers. */
        void trailers(String... fields) {
            send(new DefaultHttp2Headers(), true, fields);
            context.flush();
        }

        private void send(Http2Headers section, boolean last, String... fields) {
            for (int i = 0; i < fields.length; i += 2) {
                section.add(fields[i], fields[i + 1]);
            }
            context.write(new DefaultHttp2HeadersFrame(section, last).stream(stream));
        }

        void data(String text, boolean last) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last).stream(stream))
                    .addListener(done -> sent.addAndGet(done.isSuccess() ? bytes.length : 0));
        }

        void reset(Http2Error error) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
        }

        /** Announces the end of the connection; {@code more} streams beyond the newest one are still served. */
        void goAway(int more) {
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(more));
        }
    }

    private final class Connection extends Http2ChannelDuplexHandler {
        private final Setup setup;
        private final Consumer<Call> script;
        private final Map<Http2FrameStream, Call> whole = new HashMap<>();

        Connection(Setup setup, Consumer<Call> script) {
            this.setup = setup;
            this.script = script;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                switch (frame) {
                    case Http2HeadersFrame section -> section(context, section);
                    case Http2DataFrame data -> data(context, data);
                    case Http2ResetFrame reset -> {
                        resets.incrementAndGet();
                        whole.remove(reset.stream());
                    }
                    case Http2GoAwayFrame _ -> goAways.incrementAndGet();
                    default -> {} // the codec's
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void section(ChannelHandlerContext context, Http2HeadersFrame section) {
            Http2FrameStream stream = section.stream();
            Call known = whole.get(stream);
            if (known != null) {
                known.trailers = Optional.of(section.headers());
                ended(known);
                return;
            }
            Call call = new Call(context, stream, section.headers());
            whole.put(stream, call);
            started.incrementAndGet();
            AtomicInteger streams = new AtomicInteger();
            try {
                forEachActiveStream(_ -> streams.incrementAndGet() > 0);
            } catch (io.netty.handler.codec.http2.Http2Exception e) {
                throw new IllegalStateException(e);
            }
            most.accumulateAndGet(streams.get(), Math::max);
            if (section.isEndStream()) {
                ended(call);
            }
        }

        private void data(ChannelHandlerContext context, Http2DataFrame data) {
            Call call = whole.get(data.stream());
            if (call == null) {
                return;
            }
            call.body.append(data.content().toString(StandardCharsets.ISO_8859_1));
            boolean takes = setup.takesBodies() || call.path().startsWith("/take");
            if (takes && data.initialFlowControlledBytes() > 0) {
                context.writeAndFlush(
                        new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
            }
            if (data.isEndStream()) {
                ended(call);
            }
        }

        private void ended(Call call) {
            whole.remove(call.stream);
            calls.add(call);
            script.accept(call);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // what the gateway should not do, the test sees on the client's side
        }
    }
}
