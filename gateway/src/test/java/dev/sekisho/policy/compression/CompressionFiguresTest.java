package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compressing a page costs, as the policy's README tells; prints it. */
class CompressionFiguresTest {

    private static final int PAGE = 64 << 10;

    @ParameterizedTest
    @CsvSource({"GZIP,1", "GZIP,6", "BR,4", "BR,7"})
    void timeOfAPage(Coding coding, int level) {
        assumeTrue(coding != Coding.BR || Brotli.isAvailable(), "no native library of Brotli");
        byte[] page = CompressingFilterTest.text(PAGE, new Random(4_711));
        EncoderPool pool = new EncoderPool.Kind(coding, level, 1).pool();
        long best = Long.MAX_VALUE;
        int length = 0;
        for (int round = 0; round < (200); round++) {
            ByteBuf out = Unpooled.buffer(PAGE);
            ByteBuf piece = Unpooled.wrappedBuffer(page);
            Encoder encoder = Objects.requireNonNull(pool.take(0), "an encoder");
            long start = System.nanoTime();
            encoder.write(piece, out);
            encoder.finish(out);
            best = Math.min(best, System.nanoTime() - start);
            length = out.readableBytes();
            piece.release();
            out.release();
            pool.give(encoder, 0);
        }
        System.out.printf("%s %d: 64 KiB become %d bytes in %.3f ms%n", coding, level, length, best / 1e6);
        assertThat(best).isLessThan(10_000_000_000L);
    }
}
