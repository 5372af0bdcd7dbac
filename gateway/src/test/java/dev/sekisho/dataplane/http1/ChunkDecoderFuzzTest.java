package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A body in chunks reads the same however it is cut, and once more when it is written anew in one chunk. */
class ChunkDecoderFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void bodies(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "bodies", ChunkDecoderFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        Optional<Wires.Body> whole = Wires.chunks(input);
        assertThat(Wires.chunks(input, Wires.everywhere(input))).isEqualTo(whole);
        assertThat(Wires.chunks(input, input.length / 3, input.length / 2)).isEqualTo(whole);
        if (whole.isEmpty()) {
            return false;
        }
        assertThat(Wires.chunks(Arrays.copyOf(input, whole.get().used()))).isEqualTo(whole);
        byte[] again = written(whole.get());
        assertThat(Wires.chunks(again))
                .contains(new Wires.Body(whole.get().data(), whole.get().trailers(), again.length));
        return true;
    }

    private static byte[] written(Wires.Body body) {
        ByteBuf out = Unpooled.buffer();
        if (!body.data().isEmpty()) {
            ChunkDecoder.writeSize(out, body.data().length());
            out.writeCharSequence(body.data() + "\r\n", StandardCharsets.ISO_8859_1);
        }
        out.writeCharSequence("0\r\n" + body.trailers() + "\r\n", StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
