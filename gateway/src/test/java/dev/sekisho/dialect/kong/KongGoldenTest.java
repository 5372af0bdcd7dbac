package dev.sekisho.dialect.kong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.yaml.Golden;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.model.Model;
import dev.sekisho.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file: a document, a line {@code ----}, then its diagnostics and, where none is an error, the model as Sekisho YAML. In the
 * document {@code <TAB>} and {@code <BOM>} stand for these characters; a line {@code <FILE>} starts another file. Every diagnostic is of
 * a kind that the dialect lists, or the model's.
 */
class KongGoldenTest {

    private static final String LINE = "\n----\n";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DECK_HOST",
            "orders.internal",
            "DECK_RETRIES",
            "2",
            "KONG_KEY",
            "from-the-environment",
            "CREDENTIALS",
            "{\"password\": \"hunter2\"}");

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        Path folder = Golden.project().resolve("gateway/src/test/resources/dialect/kong");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted =
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            assertThat(sorted).isNotEmpty();
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

    static KongDialect dialect() {
        return new KongDialect(new FakePlugins(), name -> Optional.ofNullable(ENVIRONMENT.get(name)));
    }

    private static String outcome(String input) {
        KongDialect dialect = dialect();
        List<Document> documents = new ArrayList<>();
        for (String text : input.split("<FILE>\n")) {
            String name = (char) ('a' + documents.size()) + ".yml";
            documents.add(new Document(name, text.replace("<TAB>", "\t").replace("<BOM>", "\uFEFF")));
        }
        Compilation compilation = dialect.compile(documents);
        known(dialect, compilation.diagnostics());
        String diagnostics = compilation.diagnostics().stream()
                .map(Diagnostic::toString)
                .map(text -> text + "\n")
                .collect(Collectors.joining());
        if (compilation.failed()) {
            return diagnostics;
        }
        String written = new YamlWriter(FakePlugins.TYPES).write(compilation.model());
        if (!written.contains(Secret.REDACTED)) {
            assertThat(readBack(written)).as("what was written, read again").isEqualTo(compilation.model());
        }
        return diagnostics + written;
    }

    private static Model readBack(String written) {
        SecretSource secrets = new SecretSource() {
            @Override
            public Optional<String> env(String name) {
                return Optional.ofNullable(ENVIRONMENT.get(name));
            }

            @Override
            public String file(String path) throws IOException {
                throw new IOException(path + " (expected: no files)");
            }
        };
        return new YamlDialect(FakePlugins.TYPES, secrets)
                .compile(List.of(new Document("written.yaml", written)))
                .model();
    }

    private static void known(KongDialect dialect, List<Diagnostic> found) {
        Map<String, Severity> kinds =
                dialect.kinds().stream().collect(Collectors.toMap(DiagnosticKind::code, DiagnosticKind::severity));
        for (Diagnostic diagnostic : found) {
            if (!diagnostic.code().startsWith("model.")) {
                assertThat(kinds).containsEntry(diagnostic.code(), diagnostic.severity());
            }
        }
    }
}
