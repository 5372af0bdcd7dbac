package dev.sekisho.dataplane.websocket;

import static dev.sekisho.dataplane.websocket.TestFrames.BINARY;
import static dev.sekisho.dataplane.websocket.TestFrames.CLOSE;
import static dev.sekisho.dataplane.websocket.TestFrames.CONTINUATION;
import static dev.sekisho.dataplane.websocket.TestFrames.FIN;
import static dev.sekisho.dataplane.websocket.TestFrames.PING;
import static dev.sekisho.dataplane.websocket.TestFrames.PONG;
import static dev.sekisho.dataplane.websocket.TestFrames.RSV1;
import static dev.sekisho.dataplane.websocket.TestFrames.TEXT;
import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static dev.sekisho.dataplane.websocket.TestFrames.frame;
import static dev.sekisho.dataplane.websocket.TestFrames.join;
import static dev.sekisho.dataplane.websocket.TestFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFilterTest {

    private static final byte[] GOOD = text("good", true);
    private static final byte[] NOTHING = new byte[0];

    /** A good frame passes, the bad one behind it does not, whole or in pieces, and the place between is a boundary. */
    private static void refused(Filtering.Rules rules, int code, byte[] good, byte[] bad) {
        byte[] stream = join(good, bad);
        for (Filtering made : new Filtering[] {
            Filtering.of(rules, stream), Filtering.of(rules, stream, good.length), Filtering.byteByByte(rules, stream)
        }) {
            assertThat(made.violation()).as(made.text()).isEqualTo(code);
            assertThat(made.passed()).isEqualTo(good);
            assertThat(made.boundary()).isTrue();
        }
    }

    private static void refused(int code, byte[] bad) {
        refused(Filtering.CLIENT, code, GOOD, bad);
    }

    private static void passes(Filtering.Rules rules, byte[] stream) {
        for (Filtering made : new Filtering[] {Filtering.of(rules, stream), Filtering.byteByByte(rules, stream)}) {
            assertThat(made.violation()).as(made.text()).isZero();
            assertThat(made.passed()).isEqualTo(stream);
            assertThat(made.boundary()).isTrue();
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void what_is_good_passes_byte_for_byte() {
        passes(
                Filtering.CLIENT,
                join(
                        text("", true),
                        text("a", true),
                        text("\u65e5\u672c\u8a9e \ud83d\ude00", true),
                        frame(TEXT, bytes(0xE6, 0x97), true),
                        frame(FIN | PING, new byte[125], true),
                        frame(CONTINUATION, bytes(0xA5), true),
                        frame(FIN | CONTINUATION, NOTHING, true),
                        frame(FIN | BINARY, new byte[126], true),
                        frame(FIN | BINARY, new byte[70_000], true),
                        frame(FIN | PONG, NOTHING, true)));
        passes(Filtering.SERVER, join(text("hello", false), frame(FIN | BINARY, bytes(0xFF, 0xFE), false)));
    }

    @Test
    void clients_mask_and_servers_do_not() {
        refused(1002, text("x", false));
        refused(Filtering.SERVER, 1002, text("good", false), text("x", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void unknown_opcodes_are_refused(int opcode) {
        refused(1002, frame(FIN | opcode, NOTHING, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x20, 0x40, 0x70})
    void reserved_bits_are_refused(int bits) {
        refused(1002, frame(FIN | bits | TEXT, NOTHING, true));
        refused(1002, frame(FIN | bits | PING, NOTHING, true));
    }

    @Test
    void the_first_reserved_bit_is_for_the_first_frame_of_a_compressed_message() {
        Filtering.Rules deflate = new Filtering.Rules(true, true, 0, 0);
        byte[] noText = bytes(0xFF, 0xFE, 0x00);
        passes(deflate, frame(FIN | RSV1 | TEXT, noText, true));
        passes(deflate, join(frame(RSV1 | BINARY, noText, true), frame(FIN | CONTINUATION, noText, true)));
        refused(deflate, 1002, frame(RSV1 | TEXT, noText, true), frame(FIN | RSV1 | CONTINUATION, noText, true));
        refused(deflate, 1002, GOOD, frame(FIN | RSV1 | PING, NOTHING, true));
        refused(deflate, 1002, GOOD, frame(FIN | 0x60 | TEXT, NOTHING, true));
        Filtering plain = Filtering.of(deflate, join(GOOD, frame(FIN | TEXT, noText, true)));
        assertThat(plain.violation()).isEqualTo(1007);
        assertThat(plain.passed()).isEqualTo(GOOD);
    }

    @Test
    void fragments_come_in_turn() {
        refused(1002, frame(FIN | CONTINUATION, NOTHING, true));
        refused(Filtering.CLIENT, 1002, frame(TEXT, NOTHING, true), frame(FIN | TEXT, NOTHING, true));
        refused(Filtering.CLIENT, 1002, frame(BINARY, NOTHING, true), frame(BINARY, NOTHING, true));
    }

    @Test
    void control_frames_are_short_and_whole() {
        refused(1002, frame(PING, NOTHING, true));
        refused(1002, frame(CLOSE, NOTHING, true));
        refused(1002, frame(FIN | PING, new byte[126], true));
        refused(1002, frame(FIN | PONG, NOTHING, true, 2));
    }

    @Test
    void lengths_are_written_as_shortly_as_can_be() {
        refused(1002, frame(FIN | BINARY, new byte[125], true, 2));
        refused(1002, frame(FIN | BINARY, new byte[65_535], true, 8));
        refused(1002, join(bytes(0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1), new byte[4]));
        refused(1002, join(bytes(0x82, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), new byte[4]));
    }

    @Test
    void large_frames_and_messages_are_refused_at_their_header() {
        Filtering.Rules rules = new Filtering.Rules(true, false, 100, 150);
        passes(rules, frame(FIN | BINARY, new byte[100], true));
        refused(rules, 1009, GOOD, Arrays.copyOf(frame(FIN | BINARY, new byte[101], true), 6));
        byte[] first = frame(BINARY, new byte[100], true);
        refused(rules, 1009, first, Arrays.copyOf(frame(FIN | CONTINUATION, new byte[51], true), 6));
        passes(
                rules,
                join(first, frame(FIN | CONTINUATION, new byte[50], true), first.clone(), frame(FIN, NOTHING, true)));
        byte[] endless = join(bytes(0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), new byte[4]);
        refused(rules, 1009, GOOD, endless);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void close_codes_that_must_not_be_sent_are_refused(int code) {
        refused(1002, close(code, true));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void close_frames_pass_and_nothing_behind_them(int code) {
        byte[] good = join(GOOD, close(code, true));
        for (byte[] behind : new byte[][] {GOOD, close(code, true), bytes(0xFF), NOTHING}) {
            byte[] stream = join(good, behind);
            for (Filtering made : new Filtering[] {
                Filtering.of(Filtering.CLIENT, stream),
                Filtering.of(Filtering.CLIENT, stream, good.length),
                Filtering.byteByByte(Filtering.CLIENT, stream)
            }) {
                assertThat(made.passed()).isEqualTo(good);
                assertThat(made.closeCode()).isEqualTo(code);
                assertThat(made.violation()).isZero();
            }
        }
    }

    @Test
    void close_frames_may_be_empty_and_their_reason_is_text() {
        assertThat(Filtering.of(Filtering.CLIENT, frame(FIN | CLOSE, NOTHING, true))
                        .closeCode())
                .isEqualTo(1005);
        byte[] reason = join(bytes(0x03, 0xE8), "\u65e5\u672c".getBytes(StandardCharsets.UTF_8));
        assertThat(Filtering.of(Filtering.CLIENT, frame(FIN | CLOSE, reason, true))
                        .closeCode())
                .isEqualTo(1000);
        refused(1002, frame(FIN | CLOSE, bytes(0x03), true));
        refused(1007, frame(FIN | CLOSE, bytes(0x03, 0xE8, 0xC3), true));
        refused(1007, frame(FIN | CLOSE, bytes(0x03, 0xE8, 0xFF), true));
    }

    @Test
    void a_close_frame_inside_a_character_of_a_fragmented_text_is_no_error() {
        byte[] stream = join(frame(TEXT, bytes(0xE6), true), close(1000, true));
        assertThat(Filtering.of(Filtering.CLIENT, stream).closeCode()).isEqualTo(1000);
    }

    @Test
    void a_text_that_is_no_utf8_stops_where_its_frame_began() {
        for (byte[] bad : new byte[][] {
            bytes(0xC0, 0x80),
            bytes(0xED, 0xA0, 0x80),
            bytes(0xF4, 0x90, 0x80, 0x80),
            bytes(0x80),
            bytes(0xE6, 0x97),
            bytes('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 0xFF)
        }) {
            byte[] stream = join(GOOD, frame(FIN | TEXT, bad, true), GOOD);
            Filtering made = Filtering.of(Filtering.CLIENT, stream);
            assertThat(made.violation()).isEqualTo(1007);
            assertThat(made.passed()).isEqualTo(GOOD);
            assertThat(made.boundary()).isTrue();
            Filtering held = Filtering.of(Filtering.CLIENT, stream, GOOD.length + 1);
            assertThat(held.violation()).isEqualTo(1007);
            assertThat(held.passed()).isEqualTo(GOOD);
            assertThat(held.boundary()).isTrue();
            Filtering pieces = Filtering.byteByByte(Filtering.CLIENT, stream);
            assertThat(pieces.violation()).isEqualTo(1007);
            assertThat(pieces.passed().length).isBetween(GOOD.length, GOOD.length + 6 + bad.length - 1);
            assertThat(pieces.boundary()).isFalse(); // the other side is inside a frame that never goes on
        }
        refused(Filtering.CLIENT, 1007, frame(TEXT, bytes(0xE6), true), frame(FIN | CONTINUATION, NOTHING, true));
    }

    /** The check for text against Java's decoder: every sequence of up to three bytes at its edges, and random ones. */
    @Test
    void utf8_is_what_java_takes_for_utf8() {
        int[] edges = {
            0, 'a', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
        };
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[1 + random.nextInt(12)];
            for (int j = 0; j < text.length; j++) {
                text[j] = (byte) (random.nextInt(3) == 0 ? 'x' : edges[random.nextInt(edges.length)]);
            }
            boolean taken = Filtering.of(Filtering.CLIENT, frame(FIN | TEXT, text, true))
                            .violation()
                    == 0;
            assertThat(taken).as(Arrays.toString(text)).isEqualTo(PlainFrames.isUtf8(text, true));
        }
    }

    @Test
    void random_streams_are_read_as_the_oracle_reads_them_wherever_they_are_split() {
        Random random = new Random(41);
        int good = 0;
        for (int i = 0; i < 6_000; i++) {
            Filtering.Rules rules = RandomFrames.rules(random);
            byte[] stream = RandomFrames.stream(random, rules);
            PlainFrames expected = PlainFrames.read(rules, stream);
            Filtering whole = Filtering.of(rules, stream);
            int at = random.nextInt(stream.length + 1);
            agree(expected, whole, stream, true);
            agree(expected, Filtering.of(rules, stream, at), stream, false);
            agree(expected, Filtering.byteByByte(rules, stream), stream, false);
            good += expected.violation() == 0 ? 1 : 0;
        }
        assertThat(good).isBetween(600, 5_400); // else the streams tell nothing
    }

    private static void agree(PlainFrames expected, Filtering made, byte[] stream, boolean whole) {
        String what = made.text() + " " + Arrays.toString(stream);
        if (!expected.whole()) {
            return; // what is wrong with the last frame may be seen before it is whole
        }
        assertThat(made.violation()).as(what).isEqualTo(expected.violation());
        assertThat(made.closeCode()).as(what).isEqualTo(expected.closeCode());
        assertThat(made.messages()).as(what).isEqualTo(expected.messages());
        if (whole || expected.violation() != 1007) {
            assertThat(made.passed()).as(what).isEqualTo(Arrays.copyOf(stream, expected.good()));
            assertThat(made.boundary()).as(what).isTrue();
        } else {
            assertThat(made.passed().length).as(what).isGreaterThanOrEqualTo(expected.good());
            assertThat(made.passed()).as(what).isEqualTo(Arrays.copyOf(stream, made.passed().length));
        }
    }

    @Test
    void own_pongs_are_left_out_and_what_is_around_them_stays() {
        byte[] pong = frame(FIN | PONG, bytes(7, 7), true);
        byte[] other = frame(FIN | PONG, bytes(7, 8), true);
        byte[] stream =
                join(pong, GOOD, pong, pong, other, frame(TEXT, bytes('a'), true), pong, frame(FIN, NOTHING, true));
        byte[] expected = join(GOOD, other, frame(TEXT, bytes('a'), true), frame(FIN, NOTHING, true));
        FrameEvents events = new FrameEvents() {
            @Override
            public void message() {}

            @Override
            public boolean isOwnPong(byte[] bytes, int from, int length, int key) {
                return length == 2 && (bytes[from + 1] ^ (byte) (key >>> 16)) == 7;
            }
        };
        for (int at = 0; at <= stream.length; at++) {
            FrameFilter filter = new FrameFilter(ByteBufAllocator.DEFAULT, true, false, 0, 0, events);
            ByteArrayOutputStream passed = new ByteArrayOutputStream();
            Filtering.take(filter, Arrays.copyOf(stream, at), passed);
            Filtering.take(filter, Arrays.copyOfRange(stream, at, stream.length), passed);
            assertThat(passed.toByteArray()).as("split at %d", at).isEqualTo(expected);
        }
    }

    @Test
    void a_stopped_filter_passes_the_frame_under_way_and_hears_the_close_behind_it() {
        byte[] under = frame(FIN | BINARY, new byte[10], true);
        byte[] stream = join(under, GOOD, frame(FIN | PING, NOTHING, true), close(1000, true));
        for (int at = 0; at <= stream.length; at++) {
            FrameFilter filter = new FrameFilter(ByteBufAllocator.DEFAULT, true, false, 0, 0, new Silent());
            ByteArrayOutputStream passed = new ByteArrayOutputStream();
            Filtering.take(filter, Arrays.copyOf(stream, at), passed);
            int before = passed.size();
            filter.stop();
            Filtering.take(filter, Arrays.copyOfRange(stream, at, stream.length), passed);
            int first = under.length;
            int second = first + GOOD.length;
            int end = before == 0 ? 0 : before <= first ? first : before <= second ? second : before;
            assertThat(passed.toByteArray()).as("stopped at %d", at).isEqualTo(Arrays.copyOf(stream, end));
            assertThat(filter.isAtBoundary()).isTrue();
            assertThat(filter.closeCode()).isEqualTo(1000);
        }
    }

    private static final class Silent implements FrameEvents {
        @Override
        public void message() {}

        @Override
        public boolean isOwnPong(byte[] bytes, int from, int length, int key) {
            return false;
        }
    }

    @Test
    void whole_frames_allocate_nothing() {
        FrameFilter filter = new FrameFilter(ByteBufAllocator.DEFAULT, true, false, 0, 0, new Silent());
        byte[] frames = join(GOOD, frame(FIN | PING, new byte[8], true), text("\u65e5\u672c\u8a9e", true));
        ByteBuf in = Unpooled.copiedBuffer(frames);
        double bytes = Allocation.perRun(() -> {
            in.setIndex(0, frames.length);
            if (filter.filter(in) != in || in.readableBytes() != frames.length) {
                throw new IllegalStateException();
            }
        });
        assertThat(bytes).isZero();
        in.release();
    }
}
