package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file: a document, a line {@code ----}, then its diagnostics and, where none is an error, the model as YAML. In the
 * document {@code <TAB>}, {@code <CR>}, {@code <BOM>} and {@code <NUL>} stand for these characters, which editors would
 * lose; a line {@code <FILE>} starts another file.
 */
class YamlGoldenTest {

    private static final String LINE = "\n----\n";

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        Path folder = Golden.project().resolve("gateway/src/test/resources/dialect/yaml");
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
        Golden.check(file, input + "----\n" + outcome(input));
    }

    private static String outcome(String input) {
        YamlDialect dialect = new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS);
        List<Document> documents = new ArrayList<>();
        for (String text : input.split("<FILE>\n")) {
            String name = (char) ('a' + documents.size()) + ".yaml";
            documents.add(new Document(name, unescape(text)));
        }
        Compilation compilation = dialect.compile(documents);
        String diagnostics = compilation.diagnostics().stream()
                .map(Diagnostic::toString)
                .map(text -> text + "\n")
                .collect(Collectors.joining());
        return compilation.failed()
                ? diagnostics
                : diagnostics + new YamlWriter(TestPolicies.TYPES).write(compilation.model());
    }

    private static String unescape(String text) {
        return text.replace("<TAB>", "\t")
                .replace("<CR>", "\r")
                .replace("<BOM>", "\uFEFF")
                .replace("<NUL>", "\0");
    }
}
