package dev.sekisho.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whatever a gateway under test answers is a message with a final status, or refused with a reason. */
class MessageFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void messages(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "messages", MessageFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        try {
            Message answer = Message.answer(new ByteArrayInputStream(input), "GET");
            assertThat(answer.status()).matches(status -> status == 101 || status >= 200 && status < 600);
            assertThat(answer.body().length).isLessThanOrEqualTo(input.length);
            assertThat(answer.fields())
                    .allSatisfy(field -> assertThat(answer.value(field.name())).isPresent());
            return true;
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }
}
