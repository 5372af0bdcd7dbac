package dev.sekisho.cli;

import dev.sekisho.dialect.yaml.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each file: a configuration, a line {@code ----}, then what {@code check} says of it. */
class CheckGoldenTest {

    private static final String LINE = "\n----\n";

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        Path folder = Golden.project().resolve("gateway/src/test/resources/cli/check");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted =
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
        }
    }

    private static void run(Path file) throws IOException {
        String content = Files.readString(file);
        int line = ("\n" + content).indexOf(LINE);
        String input = line < 0 ? content : content.substring(0, line);
        Path folder = Files.createTempDirectory("check");
        try {
            Path configuration = Files.writeString(folder.resolve("a.yaml"), input);
            String said = Cli.run("check", configuration).out().replace(folder + "/", "");
            Golden.check(file, input + "----\n" + said);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }
}
