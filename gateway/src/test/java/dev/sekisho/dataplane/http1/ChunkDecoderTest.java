package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.Corpus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A body in chunks reads the same however its bytes are cut on the way. */
class ChunkDecoderTest {

    static List<Corpus.Row> malformed() throws IOException {
        return Corpus.read("chunks.txt", 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0\\r\\n\\r\\nnext, '', ''",
        "3\\r\\nabc\\r\\n0\\r\\n\\r\\nnext, abc, ''",
        "003;a=b;c=\"d\"\\r\\nabc\\r\\nA\\r\\n0123456789\\r\\n0;x\\r\\n\\r\\nnext, abc0123456789, ''",
        "1\\r\\n\\r\\r\\n1\\r\\n\\n\\r\\n0\\r\\n\\r\\nnext, \\r\\n, ''",
        "1\\r\\na\\r\\n0\\r\\nX-Sum: 1\\r\\nAuthorization: x\\r\\nHost: y\\r\\nX-User-ID: z\\r\\n\\r\\nnext, a, X-Sum: 1\\r\\n",
    })
    void cutsMakeNoDifference(String wire, String data, String trailers) {
        byte[] bytes = Wires.bytes(wire);
        Wires.Body body = Wires.chunks(bytes).orElseThrow();
        assertThat(body.data()).isEqualTo(Corpus.bytes(data));
        assertThat(body.trailers()).isEqualTo(Corpus.bytes(trailers));
        assertThat(body.used()).isEqualTo(bytes.length - "next".length());
        assertThat(Wires.chunks(bytes, Wires.everywhere(bytes))).contains(body);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(Wires.chunks(bytes, at)).as("cut at %d", at).contains(body);
        }
    }

    @ParameterizedTest
    @MethodSource
    void malformed(Corpus.Row row) {
        byte[] bytes = row.bytes().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Wires.chunks(bytes)).isEqualTo(Optional.empty());
        assertThat(Wires.chunks(bytes, Wires.everywhere(bytes))).isEqualTo(Optional.empty());
        for (int at = 1; at < Math.min(bytes.length, 500); at++) {
            assertThat(Wires.chunks(bytes, at)).as("cut at %d", at).isEqualTo(Optional.empty());
        }
    }

    @Test
    void sizesAreWrittenAsTheyAreRead() {
        for (int size : new int[] {1, 9, 10, 15, 16, 255, 256, 4096, 65_535, 1 << 20, Integer.MAX_VALUE}) {
            ByteBuf out = Unpooled.buffer();
            ChunkDecoder.writeSize(out, size);
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Integer.toHexString(size) + "\r\n");
        }
    }
}
