package dev.sekisho.bench.micro;

import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes of a request head in a buffer, as they come from the socket, to a request that a router can ask. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HeadDecoding {

    private final ByteBuf bytes = Unpooled.directBuffer().writeBytes(RequestHeads.browser());
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());

    private final RequestHead head = new RequestHead();
    private final RequestParser parser = new RequestParser(new HeadLimits(16 << 10, 100, 8 << 10));

    /** Netty's decoder must understand the request, or the benchmark would measure an error path. */
    @Setup
    public void check() {
        HttpRequest request = netty();
        if (request.decoderResult().isFailure() || request.headers().size() != 10) {
            throw new IllegalStateException("decoded: " + request + " (expected: a request with 10 headers)");
        }
    }

    /** Releases the buffer and the channel. */
    @TearDown
    public void release() {
        bytes.release();
        channel.finishAndReleaseAll();
    }

    /** Netty's HttpRequestDecoder with its default limits and validation. */
    @Benchmark
    public HttpRequest netty() {
        bytes.readerIndex(0);
        channel.writeInbound(bytes.retainedDuplicate());
        HttpRequest request = channel.readInbound();
        LastHttpContent end = channel.readInbound();
        ReferenceCountUtil.release(end);
        return request;
    }

    /** The gateway's parser, with path normalisation, host, framing and connection rules, which Netty leaves to others. */
    @Benchmark
    public RequestHead sekisho() {
        head.clear();
        parser.next();
        bytes.readerIndex(0);
        if (!parser.parse(head, bytes)) {
            throw new IllegalStateException("head: not whole (expected: whole)");
        }
        return head;
    }
}
