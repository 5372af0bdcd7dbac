package dev.sekisho.dialect.kong;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.kong.expression.Expressions;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Any text gives a model and diagnostics with their places, within a time, and the same ones twice; as an expression of the router it
 * gives matches or one reason.
 */
class KongDialectFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", KongDialectFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<Document> documents = List.of(new Document("x", text));
        KongDialect dialect = KongGoldenTest.dialect();
        long start = System.nanoTime();
        dialect.recognises(documents.getFirst());
        Compilation first = dialect.compile(documents);
        Compilation second = dialect.compile(documents);
        Expressions.Result expression = Expressions.compile(text);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        assertThat(second.diagnostics()).isEqualTo(first.diagnostics());
        assertThat(second.model()).isEqualTo(first.model());
        first.diagnostics().forEach(found -> {
            assertThat(found.at().line()).isPositive();
            assertThat(found.at().column()).isPositive();
        });
        assertThat(expression.problem().isPresent())
                .isEqualTo(expression.matches().isEmpty());
        return expression.problem().isEmpty() || !first.model().routes().isEmpty();
    }
}
