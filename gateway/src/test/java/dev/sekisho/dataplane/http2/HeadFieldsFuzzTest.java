package dev.sekisho.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.http1.ChunkDecoder;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trailers of HTTP/1.1 that may be passed on are the same fields in HTTP/2, where each may stand. */
class HeadFieldsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void trailers(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "trailers", HeadFieldsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'0', '\r', '\n'});
        body.writeBytes(input);
        body.writeBytes(new byte[] {'\r', '\n'});
        ChunkDecoder decoder = new ChunkDecoder();
        if (decoder.next(Unpooled.wrappedBuffer(body.toByteArray())) != ChunkDecoder.Event.END) {
            return false;
        }
        ByteBuf lines = decoder.takeTrailers();
        byte[] bytes = ByteBufUtil.getBytes(lines);
        lines.release();
        List<String> fields = new ArrayList<>();
        FieldBlock block = new FieldBlock(100).next();
        HeadFields.ofLines(bytes).forEach(field -> {
            fields.add(field.getKey() + "=" + field.getValue());
            block.add(field.getKey(), field.getValue());
        });
        assertThat(fields).isEqualTo(plain(new String(bytes, StandardCharsets.ISO_8859_1)));
        assertThat(block.fault()).isEmpty();
        assertThat(block.hasPseudo()).isFalse();
        return true;
    }

    private static List<String> plain(String lines) {
        List<String> fields = new ArrayList<>();
        for (String line : lines.isEmpty() ? new String[0] : lines.split("\r\n")) {
            int colon = line.indexOf(':');
            StringBuilder name = new StringBuilder();
            for (char c : line.substring(0, colon).toCharArray()) {
                name.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            }
            fields.add(name + "=" + line.substring(colon + 1).replaceAll("^[ \t]+|[ \t]+$", ""));
        }
        return fields;
    }
}
