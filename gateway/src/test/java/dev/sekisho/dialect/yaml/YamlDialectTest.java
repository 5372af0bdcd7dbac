package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDialectTest {

    /** What the scanner of YAML looks at, and what people paste. */
    private static final String ALPHABET =
            "{}[],:-?&*!|>'\"%@`#\\ \n\r\t\0~<=.$/ab0\u00a0\u0085\u2028\ufeff\ud83d\ude00\ud800";

    private final YamlDialect dialect = new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listeners: []|true",
                "{\"routes\": []}|true",
                "{ # c\\n 'a b': { routes: 1 }, upstreams: [] }|true",
                "{\"x\": {\"routes\": [\"listeners\"]}, \"y\": \"{\\\"routes\\\": 1\"}|false",
                "{\"_format_version\": \"3.0\", \"routes\": []}|false",
                "# a comment\\nupstreams:|true",
                "_format_version: '3.0'\\nupstreams: []|false",
                "server { listen 80; }|false",
                "http:\\n  routes: []|false",
                "apiVersion: v1\\nkind: Ingress|false",
                "''|false"
            })
    void recognisesItsOwn(String text, boolean own) {
        assertThat(dialect.recognises(new Document("x", text.replace("\\n", "\n"))))
                .isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "{\"\\\\", "{[", "# x\n", "{\"a\":1,", "'", "---"})
    void recognisingEndsOnLongTexts(String piece) {
        assertThat(dialect.recognises(new Document("x", piece.repeat(200_000)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverFailsOnAnyText(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = examples();
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int edits = random.nextInt(5); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, c);
                    case 1 -> text.setCharAt(at, c);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
                }
            }
            Compilation compilation = dialect.compile(List.of(new Document("x", text.toString())));
            for (Diagnostic diagnostic : compilation.diagnostics()) {
                assertThat(diagnostic.at().line())
                        .as("seed %d: %s", seed, diagnostic)
                        .isPositive();
                assertThat(diagnostic.at().column())
                        .as("seed %d: %s", seed, diagnostic)
                        .isPositive();
            }
        }
    }

    @Test
    void noDocuments() {
        assertThat(dialect.compile(List.of()).failed()).isTrue();
    }

    @Test
    void secretsAreInNoDiagnosticAndNoModelText() {
        String text = """
                listeners: [ { name: http, address: ":8080" } ]
                stores:
                  - { name: a, password: topsecret }
                  - { name: b, password: [ topsecret ] }
                  - { name: c, password: "${env:PASSWORD}" }
                  - { name: d, password: "topsecret${" }
                """;
        Compilation compilation = dialect.compile(List.of(new Document("x", text)));
        assertThat(compilation.model().stores()).hasSize(4);
        assertThat(compilation.toString()).doesNotContain("topsecret", "hunter2");
        assertThat(new YamlWriter(TestPolicies.TYPES).write(compilation.model()))
                .doesNotContain("topsecret", "hunter2");
    }

    /** Cost that grows faster than the document would take minutes here. */
    @Test
    void manyErrorsStayCheap() {
        StringBuilder text = new StringBuilder("listeners: [ { name: http, address: \":8080\" } ]\nupstreams:\n");
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            text.append("  - { name: u").append(i).append(", targets: [ { address: \"a:1\" } ] }\n");
        }
        text.append("routes:\n");
        for (int i = 0; i < count; i++) {
            text.append("  - { name: r, to: x").append(i).append(" }\n");
        }
        List<Diagnostic> found =
                dialect.compile(List.of(new Document("x", text.toString()))).diagnostics();
        assertThat(found).hasSize(2 * count - 1).allMatch(d -> d.severity() == Severity.ERROR);
    }

    private static List<String> examples() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.project().resolve("examples"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}
