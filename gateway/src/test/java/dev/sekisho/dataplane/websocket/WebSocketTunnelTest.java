package dev.sekisho.dataplane.websocket;

import static dev.sekisho.dataplane.websocket.TestFrames.BINARY;
import static dev.sekisho.dataplane.websocket.TestFrames.FIN;
import static dev.sekisho.dataplane.websocket.TestFrames.TEXT;
import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static dev.sekisho.dataplane.websocket.TestFrames.frame;
import static dev.sekisho.dataplane.websocket.TestFrames.join;
import static dev.sekisho.dataplane.websocket.TestFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.WebSocketCounts;
import dev.sekisho.dataplane.WebSocketLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The tunnel without sockets: who is told what, and when it is over. */
class WebSocketTunnelTest {

    private final LoopContext loop = new LoopContext(0, new EmbeddedChannel().eventLoop());
    private final ByteArrayOutputStream client = new ByteArrayOutputStream();
    private final ByteArrayOutputStream upstream = new ByteArrayOutputStream();
    private int finished;
    private Reason reason = Reason.NONE;

    private final TunnelEnds ends = new TunnelEnds() {
        @Override
        public void toClient(ByteBuf bytes) {
            take(bytes, client);
        }

        @Override
        public void flushClient() {}

        @Override
        public void toUpstream(ByteBuf bytes) {
            take(bytes, upstream);
        }

        @Override
        public void reason(Reason why) {
            assertThat(reason).isEqualTo(Reason.NONE);
            reason = why;
        }

        @Override
        public void finish() {
            finished++;
        }
    };

    private final WebSocketTunnel tunnel =
            new WebSocketTunnel(loop, WebSocketLimits.DEFAULT, false, ByteBufAllocator.DEFAULT, ends);

    private static void take(ByteBuf bytes, ByteArrayOutputStream into) {
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        bytes.release();
        into.writeBytes(array);
    }

    private void fromClient(byte[]... frames) {
        tunnel.fromClient(Unpooled.copiedBuffer(join(frames)));
    }

    private void fromUpstream(byte[]... frames) {
        tunnel.fromUpstream(Unpooled.copiedBuffer(join(frames)));
    }

    /** What the upstream got: frames that passed, then a close frame of the gateway with any key. */
    private void upstreamGot(byte[] passed, int code) {
        byte[] got = upstream.toByteArray();
        assertThat(Arrays.copyOf(got, passed.length)).isEqualTo(passed);
        PlainFrames.Frame end = PlainFrames.Frame.at(got, passed.length, true);
        assertThat(Objects.requireNonNull(end).code()).isEqualTo(code);
        assertThat(end.end()).isEqualTo(got.length);
    }

    private long closes(WebSocketCounts.By by, int code) {
        return loop.webSockets().closes(by, code - 1000);
    }

    @Test
    void closeFramesPassAndTheUpstreamClosesFirst() {
        fromClient(text("a", true), close(1000, true), text("dropped", true));
        fromUpstream(text("b", false), close(1000, false), text("dropped", false));
        assertThat(upstream.toByteArray()).isEqualTo(join(text("a", true), close(1000, true)));
        assertThat(client.toByteArray()).isEqualTo(join(text("b", false), close(1000, false)));
        assertThat(finished).isZero();
        tunnel.ended();
        tunnel.ended();
        assertThat(closes(WebSocketCounts.By.CLIENT, 1000)).isEqualTo(1);
        assertThat(loop.webSockets().open()).isZero();
        fromClient(text("after the end", true));
        fromUpstream(text("after the end", false));
        assertThat(finished).isZero();
    }

    @Test
    void aClientThatBreaksTheProtocolIsNotWaitedForAndTheUpstreamIs() {
        fromClient(text("a", true), text("unmasked", false));
        assertThat(client.toByteArray()).isEqualTo(close(1002, false));
        upstreamGot(text("a", true), 1001);
        assertThat(finished).isZero();
        fromClient(close(1002, true));
        assertThat(finished).isZero();
        fromUpstream(text("no more", false), close(1001, false));
        assertThat(finished).isEqualTo(1);
        assertThat(reason).isEqualTo(Reason.WEBSOCKET_FRAME);
        assertThat(client.toByteArray()).isEqualTo(close(1002, false));
        assertThat(closes(WebSocketCounts.By.GATEWAY, 1002)).isEqualTo(1);
    }

    @Test
    void whereAFrameHasBegunToPassNobodyIsToldAndBothEnd() {
        byte[] bad = frame(FIN | TEXT, new byte[] {'a', 'b', (byte) 0xFF}, true);
        fromClient(Arrays.copyOf(bad, bad.length - 1));
        fromClient(Arrays.copyOfRange(bad, bad.length - 1, bad.length));
        assertThat(upstream.toByteArray()).isEqualTo(Arrays.copyOf(bad, bad.length - 1));
        assertThat(client.toByteArray()).isEqualTo(close(1007, false));
        assertThat(finished).isEqualTo(1);
    }

    @Test
    void aCloseFrameWaitsForTheEndOfTheFrameBeforeIt() {
        byte[] under = frame(FIN | BINARY, new byte[50], false);
        fromUpstream(Arrays.copyOf(under, 20));
        fromClient(text("unmasked", false));
        assertThat(client.toByteArray()).isEqualTo(Arrays.copyOf(under, 20));
        fromUpstream(Arrays.copyOfRange(under, 20, under.length), text("not this one", false));
        assertThat(client.toByteArray()).isEqualTo(join(under, close(1002, false)));
        assertThat(finished).isZero();
        fromUpstream(close(1001, false));
        assertThat(finished).isEqualTo(1);
    }

    @Test
    void drainingTellsBothOnceAndEndsWithTheSecondAnswer() {
        tunnel.drain();
        tunnel.drain();
        assertThat(client.toByteArray()).isEqualTo(close(1001, false));
        upstreamGot(new byte[0], 1001);
        fromClient(close(1001, true));
        assertThat(finished).isZero();
        fromUpstream(close(1001, false));
        assertThat(finished).isEqualTo(1);
        assertThat(reason).isEqualTo(Reason.WEBSOCKET_DRAIN);
        assertThat(closes(WebSocketCounts.By.GATEWAY, 1001)).isEqualTo(1);
    }

    @Test
    void drainingLeavesAClosingHandshakeAlone() {
        fromClient(close(4000, true));
        tunnel.drain();
        assertThat(client.size()).isZero();
        fromUpstream(close(4000, false));
        assertThat(client.toByteArray()).isEqualTo(close(4000, false));
        assertThat(reason).isEqualTo(Reason.NONE);
    }

    @Test
    void anUpstreamThatBreaksTheProtocolBehindTheClientsCloseIsNotToldAgain() {
        fromClient(close(1000, true));
        fromUpstream(text("masked", true));
        assertThat(upstream.toByteArray()).isEqualTo(close(1000, true));
        assertThat(client.toByteArray()).isEqualTo(close(1001, false));
        assertThat(finished).isZero(); // it has time to read that, and to close
        assertThat(reason).isEqualTo(Reason.UPSTREAM_WEBSOCKET_FRAME);
        tunnel.ended();
        assertThat(closes(WebSocketCounts.By.CLIENT, 1000)).isEqualTo(1);
    }
}
