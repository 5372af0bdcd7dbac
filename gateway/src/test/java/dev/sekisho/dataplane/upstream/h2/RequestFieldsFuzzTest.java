package dev.sekisho.dataplane.upstream.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.fuzz.Pairs;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Trailer lines become the fields that they spell, in lower case, whatever their values hold. */
class RequestFieldsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void trailers(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "trailers", RequestFieldsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (Pairs.Pair pair : Pairs.of(input)) {
            byte[] name = pair.name().toByteArray();
            byte[] value = pair.value().toByteArray();
            if (name.length == 0
                    || !Tokens.isToken(name, 0, name.length)
                    || !Tokens.isFieldValue(value, 0, value.length)) {
                continue; // the parser of trailers lets no such line through
            }
            lines.append(pair.name()).append(": ").append(pair.value()).append("\r\n");
            expected.add(pair.name().toString().toLowerCase(Locale.ROOT) + "="
                    + pair.value().trim());
        }
        ByteBuf bytes = Unpooled.copiedBuffer(lines, java.nio.charset.StandardCharsets.ISO_8859_1);
        List<String> fields = new ArrayList<>();
        RequestFields.trailers(bytes).forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
        bytes.release();
        assertThat(fields).isEqualTo(expected);
        return !fields.isEmpty();
    }
}
