package dev.sekisho.dataplane.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come: what passes is the beginning of them, the same as a plain reading of RFC 6455 finds good, and Netty's
 * decoder takes it all, frame by frame. That Netty takes more (close codes from 5000 on) is no difference.
 */
class FrameFilterFuzzTest {

    private static final int STREAMS = 40_000;
    private static final long SECONDS = 10;

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void streams(byte[] input) {
        if (input.length > 0) {
            int choice = input[0];
            long limit = (choice & 4) == 0 ? 0 : 64;
            Filtering.Rules rules = new Filtering.Rules((choice & 1) == 0, (choice & 2) != 0, limit, limit * 2);
            check(rules, Arrays.copyOfRange(input, 1, input.length));
        }
    }

    @Test
    void randomStreams() {
        Random random = new Random(77);
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        int passed = 0;
        int streams = 0;
        for (; streams < STREAMS && System.nanoTime() < end; streams++) {
            Filtering.Rules rules = RandomFrames.rules(random);
            passed += check(rules, RandomFrames.stream(random, rules)) > 0 ? 1 : 0;
        }
        assertThat(passed).isGreaterThan(streams / 4);
    }

    private static int check(Filtering.Rules rules, byte[] stream) {
        Filtering made = Filtering.of(rules, stream);
        PlainFrames plain = PlainFrames.read(rules, stream);
        String what = made.text() + " " + rules + " " + Arrays.toString(stream);
        assertThat(made.passed()).as(what).isEqualTo(Arrays.copyOf(stream, made.passed().length));
        if (plain.whole()) {
            assertThat(made.violation()).as(what).isEqualTo(plain.violation());
            assertThat(made.passed()).as(what).hasSize(plain.good());
        }
        Filtering pieces = Filtering.byteByByte(rules, stream);
        assertThat(pieces.violation()).as(what).isEqualTo(made.violation());
        assertThat(pieces.closeCode()).as(what).isEqualTo(made.closeCode());
        assertThat(pieces.messages()).as(what).isEqualTo(made.messages());
        List<String> expected = frames(rules, made.passed());
        assertThat(netty(rules, Arrays.copyOf(made.passed(), end(rules, made.passed()))))
                .as(what)
                .isEqualTo(expected);
        return expected.size();
    }

    /** The whole frames in bytes that have passed. */
    private static List<String> frames(Filtering.Rules rules, byte[] stream) {
        List<String> frames = new ArrayList<>();
        int at = 0;
        for (PlainFrames.Frame frame = PlainFrames.Frame.at(stream, 0, rules.masked());
                frame != null;
                frame = PlainFrames.Frame.at(stream, at, rules.masked())) {
            frames.add(text(frame.fin(), frame.reserved(), frame.payload()));
            at = frame.end();
        }
        return frames;
    }

    /** Where the last of them ends: of a longer one Netty may see that it is beyond its limit, where there is none here. */
    private static int end(Filtering.Rules rules, byte[] stream) {
        int at = 0;
        for (PlainFrames.Frame frame = PlainFrames.Frame.at(stream, 0, rules.masked());
                frame != null;
                frame = PlainFrames.Frame.at(stream, at, rules.masked())) {
            at = frame.end();
        }
        return at;
    }

    /** The frames that Netty's decoder takes; fails where it refuses one. */
    private static List<String> netty(Filtering.Rules rules, byte[] stream) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(rules.masked())
                .allowExtensions(rules.deflate())
                .maxFramePayloadLength(1 << 20)
                .withUTF8Validator(!rules.deflate())
                .build();
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
        if (!rules.deflate()) {
            channel.pipeline().addLast(new Utf8FrameValidator());
        }
        List<String> frames = new ArrayList<>();
        try {
            channel.writeInbound(Unpooled.copiedBuffer(stream));
        } catch (DecoderException e) {
            throw new AssertionError("refused by Netty: " + Arrays.toString(stream), e);
        } finally {
            for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
                WebSocketFrame taken = (WebSocketFrame) frame;
                frames.add(text(taken.isFinalFragment(), taken.rsv(), bytes(taken.content())));
                taken.release();
            }
            channel.finishAndReleaseAll();
        }
        return frames;
    }

    private static byte[] bytes(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        return bytes;
    }

    private static String text(boolean fin, int reserved, byte[] payload) {
        return fin + " " + reserved + " " + Arrays.toString(payload);
    }
}
