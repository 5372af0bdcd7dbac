package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters make is what the decoders of others take, wherever the pieces are cut. */
class CompressingFilterTest {

    private final Counts counts = new Counts(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    private final Random random = new Random(4_711);

    @BeforeEach
    void library() {
        assumeTrue(Brotli.isAvailable(), "no native library of Brotli");
    }

    private Offer offer(Coding coding, int level, int most) {
        return new Offer(coding, new EncoderPool.Kind(coding, level, most).pool(), counts);
    }

    private static CompressingFilter filter(Offer offer, boolean flushes) {
        return new CompressingFilter(take(offer.pool(), 0), offer, 0, flushes);
    }

    private static Encoder take(EncoderPool pool, int loop) {
        return Objects.requireNonNull(pool.take(loop), "an encoder");
    }

    /** Text that repeats itself somewhat, as bodies do. */
    static byte[] text(int length, Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"id\":").append(random.nextInt(100_000)).append(",\"name\":\"article\"},\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }

    private static void take(ByteBuf made, ByteArrayOutputStream into) {
        byte[] bytes = new byte[made.readableBytes()];
        made.readBytes(bytes);
        made.release();
        into.writeBytes(bytes);
    }

    private ByteBuf piece(byte[] body, int from, int to) {
        ByteBuf heap = Unpooled.copiedBuffer(body, from, to - from);
        return switch (random.nextInt(3)) {
            case 0 -> heap;
            case 1 -> {
                ByteBuf direct = ByteBufAllocator.DEFAULT.directBuffer(to - from + 7);
                direct.writeZero(3).skipBytes(3).writeBytes(heap);
                heap.release();
                yield direct;
            }
            default -> {
                int middle = from + (to - from) / 2;
                heap.release();
                yield ByteBufAllocator.DEFAULT
                        .compositeBuffer()
                        .addComponent(true, Unpooled.copiedBuffer(body, from, middle - from))
                        .addComponent(true, Unpooled.copiedBuffer(body, middle, to - middle));
            }
        };
    }

    private byte[] compress(Offer offer, byte[] body, int... cuts) {
        CompressingFilter filter = filter(offer, random.nextBoolean());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (int cut : cuts) {
            take(filter.filter(piece(body, from, cut), false), out);
            if (random.nextInt(3) == 0) {
                take(filter.flush(), out);
            }
            from = cut;
        }
        take(filter.filter(piece(body, from, body.length), true), out);
        filter.over(true);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aCutAtEveryPlaceChangesNothing(Coding coding) throws IOException {
        Offer offer = offer(coding, 4, 1);
        byte[] body = text(400, random);
        for (int cut = 0; cut <= body.length; cut++) {
            assertThat(Decoders.decode(coding, compress(offer, body, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(body);
        }
        assertThat(offer.pool().used()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GZIP,1", "GZIP,6", "GZIP,9", "BR,0", "BR,4", "BR,5", "BR,9"})
    void bodiesOfAnyLengthComeBackAsTheyWere(Coding coding, int level) throws IOException {
        Offer offer = offer(coding, level, 1);
        for (int round = 0; round < 40; round++) {
            int length = random.nextInt(1 << (4 + round % 15));
            byte[] body = text(length, random);
            if (round % 4 == 3) {
                random.nextBytes(body); // grows where it is compressed
            }
            int[] cuts = random.ints(random.nextInt(8), 0, length + 1).sorted().toArray();
            assertThat(Decoders.decode(coding, compress(offer, body, cuts)))
                    .as("round %d", round)
                    .isEqualTo(body);
        }
        assertThat(counts.in().sum()).isGreaterThan(counts.out().sum());
        assertThat(counts.bodies().sum()).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aFlushMakesAllThatCameReadable(Coding coding) throws IOException {
        Offer offer = offer(coding, 4, 2);
        CompressingFilter filter = filter(offer, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            byte[] line = text(1 + random.nextInt(3000), random);
            body.writeBytes(line);
            take(filter.filter(Unpooled.wrappedBuffer(line), false), out);
            take(filter.flush(), out);
            assertThat(Decoders.decodeCut(coding.toString(), out.toByteArray())).isEqualTo(body.toByteArray());
            assertThat(filter.flush()).as("nothing more").isSameAs(Unpooled.EMPTY_BUFFER);
        }
        take(filter.filter(Unpooled.EMPTY_BUFFER, true), out);
        filter.over(true);
        assertThat(Decoders.decode(coding, out.toByteArray())).isEqualTo(body.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void withoutFlushesLittleIsSentEarly(Coding coding) {
        CompressingFilter filter = filter(offer(coding, 4, 1), false);
        assertThat(filter.filter(Unpooled.wrappedBuffer(text(100, random)), false))
                .isSameAs(Unpooled.EMPTY_BUFFER);
        assertThat(filter.flush()).isSameAs(Unpooled.EMPTY_BUFFER);
        filter.over(false);
    }

    @Test
    void anEmptyBodyIsAnEmptyStream() throws IOException {
        for (Coding coding : Coding.values()) {
            assertThat(Decoders.decode(coding, compress(offer(coding, 1, 1), new byte[0])))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aBodyThatIsCutLeavesNothingToTheNext(Coding coding) throws IOException {
        Offer offer = offer(coding, 1, 1);
        CompressingFilter cut = filter(offer, true);
        cut.filter(Unpooled.wrappedBuffer(text(50_000, random)), false).release();
        cut.over(false);
        byte[] body = text(5_000, random);
        assertThat(Decoders.decode(coding, compress(offer, body, 77))).isEqualTo(body);
        assertThat(offer.pool().used()).isZero();
    }

    @Test
    void noMoreThanTheMostAreMade() {
        EncoderPool pool = offer(Coding.GZIP, 1, 2).pool();
        Encoder first = take(pool, 0);
        Encoder second = take(pool, 1);
        assertThat(pool.take(2)).isNull();
        pool.give(first, 0);
        assertThat(pool.take(3)).as("used again, whichever loop asks").isSameAs(first);
        assertThat(second).isNotSameAs(first);
        assertThat(pool.used()).isEqualTo(2);
    }
}
