package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.model.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Any text gives a model and diagnostics with their places, within a time, and the same ones whatever was compiled before.
 * As a file of targets it gives targets, or one reason.
 */
class YamlDialectFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final YamlDialect USED = new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", YamlDialectFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<Document> documents = List.of(new Document("x", text));
        long start = System.nanoTime();
        Compilation fresh = new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS).compile(documents);
        Compilation used = USED.compile(documents);
        USED.recognises(documents.getFirst());
        boolean targets = targets(text);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        assertThat(used.diagnostics()).isEqualTo(fresh.diagnostics());
        assertThat(used.model()).isEqualTo(fresh.model());
        fresh.diagnostics().forEach(found -> {
            assertThat(found.at().line()).isPositive();
            assertThat(found.at().column()).isPositive();
        });
        return targets || !fresh.model().routes().isEmpty();
    }

    private static boolean targets(String text) {
        try {
            List<Target> targets = new TargetsFile().read(Path.of("targets.yaml"), text);
            assertThat(targets).isNotEmpty();
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("targets.yaml:");
            return false;
        }
    }
}
