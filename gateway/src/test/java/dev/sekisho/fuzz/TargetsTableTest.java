package dev.sekisho.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of fuzz targets in CONTRIBUTING.md names every target, parsers that exist, and targets that have seeds. */
class TargetsTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*`) \\| `(\\w+)\\.(\\w+)` \\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Path TESTS = Path.of("src/test/java");

    @Test
    void theTableIsTrue() throws Exception {
        Matcher row = ROW.matcher(Files.readString(Path.of("../CONTRIBUTING.md")));
        TreeSet<String> listed = new TreeSet<>();
        while (row.find()) {
            Class<?> test = type(row.group(2));
            Method target = test.getDeclaredMethod(row.group(3), byte[].class);
            assertThat(target.isAnnotationPresent(FuzzTest.class))
                    .as("%s", target)
                    .isTrue();
            assertThat(Seeds.read(test, row.group(3))).as("seeds of %s", target).isNotEmpty();
            listed.add(row.group(2));
            Matcher parser = NAME.matcher(row.group(1));
            while (parser.find()) {
                assertThat(files(Path.of("src/main/java"), parser.group(1)))
                        .as(parser.group(1))
                        .isNotEmpty();
            }
        }
        assertThat(listed).isEqualTo(written());
    }

    private static Class<?> type(String name) throws Exception {
        List<Path> files = files(TESTS, name);
        assertThat(files).as(name).hasSize(1);
        String path = TESTS.relativize(files.getFirst()).toString();
        return Class.forName(path.substring(0, path.length() - ".java".length()).replace('/', '.'));
    }

    private static List<Path> files(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith(name + ".java")).toList();
        }
    }

    private static TreeSet<String> written() throws Exception {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (Files.readString(file).contains("    @FuzzTest") && hasTarget(type(name))) {
                    names.add(name);
                }
            }
        }
        return new TreeSet<>(names);
    }

    private static boolean hasTarget(Class<?> test) {
        return Arrays.stream(test.getDeclaredMethods()).anyMatch(m -> m.isAnnotationPresent(FuzzTest.class));
    }
}
