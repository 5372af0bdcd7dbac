package dev.sekisho.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Each row of the conformance table names a test that exists and runs, and each section that says MUST has a row. */
class ConformanceTableTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([0-9.]+|RFC [0-9]+ [0-9]+) \\|.*\\| `(\\w+)\\.(\\w+)` \\|$");
    private static final String[] SECTIONS = {
        "3",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "3.5",
        "4",
        "4.1",
        "4.2",
        "4.2.1",
        "4.2.2",
        "4.2.3",
        "4.2.4",
        "4.3.1",
        "4.3.2",
        "4.3.3",
        "4.3.4",
        "4.3.5",
        "4.4",
        "5.1",
        "5.2",
        "5.2.1",
        "5.2.1.5",
        "5.2.2.1",
        "5.2.2.2",
        "5.2.2.3",
        "5.2.2.4",
        "5.2.2.6",
        "5.2.2.8",
        "5.2.2.9",
        "5.2.2.10",
        "5.2.3",
        "5.3",
        "5.4"
    };
    private static final Path TESTS = Path.of("src/test/java");

    @Test
    void theTableIsTrue() throws Exception {
        String table = Files.readString(Path.of("../docs/cache-conformance.md"));
        Matcher row = ROW.matcher(table);
        TreeSet<String> sections = new TreeSet<>();
        int rows = 0;
        while (row.find()) {
            rows++;
            sections.add(row.group(1));
            String method = row.group(3);
            assertThat(Arrays.stream(type(row.group(2)).getDeclaredMethods())
                            .filter(m -> m.getName().equals(method))
                            .filter(m -> m.isAnnotationPresent(Test.class)
                                    || m.isAnnotationPresent(ParameterizedTest.class)))
                    .as(row.group())
                    .hasSize(1);
        }
        assertThat(sections).contains(SECTIONS);
        long lines =
                table.lines().filter(line -> line.matches("\\| ([0-9]|RFC).*")).count();
        assertThat(rows).as("rows that name a test").isEqualTo((int) lines);
    }

    private static Class<?> type(String name) throws IOException, ClassNotFoundException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            Path file =
                    files.filter(f -> f.endsWith(name + ".java")).findFirst().orElseThrow();
            String path = TESTS.relativize(file).toString();
            return Class.forName(
                    path.substring(0, path.length() - ".java".length()).replace('/', '.'));
        }
    }
}
