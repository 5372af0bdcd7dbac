package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dialect that remembers gives the same as one that does not, whatever is edited. */
class MemoTest {

    private static final int EDITS = 150;

    /** Lines that an edit puts in: sound ones, wrong ones, and ones that take the cut by indentation off its way. */
    private static final List<String> LINES = List.of(
            "  - name: extra",
            "    to: users",
            "    to: nobody",
            "    priority: 7",
            "    priority: x",
            "    policies: [ strict, empty: {} ]",
            "    match: { path: /a/* }",
            "    match: { path: \"/{id}\", host: '*.a.example' }",
            "    errors: { 502: { body: \"",
            "  - b\" } }",
            "    to: { respond: { body: 'a",
            "  - name: |",
            "      - text",
            "      # no comment",
            "  # a comment",
            "# a comment",
            "",
            "   ",
            "- name: outer",
            "  to: users",
            "routes:",
            "upstreams:",
            "telemetry: { metrics: false }",
            "telemetry:",
            "  metrics: true",
            "stores:",
            "  - { name: s, kind: redis, address: \"r:1\", password: \"${env:PASSWORD}\" }",
            "plans: [ { name: p } ]",
            "  ]",
            "} ]",
            "---",
            "...",
            "    match: &m { path: /m }",
            "    match: *m",
            "\tname: tab",
            "    name: \u00e9\u4e2d\ud83d\ude00",
            "unknown: 1",
            "  -",
            "  - - name: x",
            "? a",
            "%YAML 1.2",
            "\"routes\":");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameAsCold(long seed) {
        Random random = new Random(seed);
        YamlDialect warm = dialect();
        List<String> lines = new ArrayList<>(start());
        for (int i = 0; i < EDITS; i++) {
            // Errors of syntax hide all else, so most walks start again from a sound document.
            if (random.nextInt(6) == 0) {
                lines = new ArrayList<>(start());
            }
            edit(lines, random);
            String text = String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
            List<Document> documents = List.of(new Document("a.yaml", text));
            check(warm.compile(documents), dialect().compile(documents), "seed " + seed + " edit " + i + "\n" + text);
        }
    }

    /** The cut by indentation gives what a reading of the whole gives: a tab forces the latter. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void sameAsWhole(long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(start());
        for (int i = 0; i < EDITS; i++) {
            if (random.nextInt(4) == 0) {
                lines = new ArrayList<>(start());
            }
            edit(lines, random);
            // A tab in a comment is nothing to YAML, but more than the cut knows.
            String text = "# \n" + String.join("\n", lines) + "\n";
            String whole = "#\t\n" + String.join("\n", lines) + "\n";
            check(
                    dialect().compile(List.of(new Document("a.yaml", text))),
                    dialect().compile(List.of(new Document("a.yaml", whole))),
                    "seed " + seed + " edit " + i + "\n" + text);
        }
    }

    @Test
    void severalThreads() throws Exception {
        YamlDialect shared = dialect();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(thread);
            tasks.add(() -> {
                for (int i = 0; i < 50; i++) {
                    List<String> lines = new ArrayList<>(start());
                    edit(lines, random);
                    List<Document> documents = List.of(new Document("a.yaml", String.join("\n", lines)));
                    Compilation cold = dialect().compile(documents);
                    if (!shared.compile(documents).toString().equals(cold.toString())) {
                        return false;
                    }
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> same : threads.invokeAll(tasks)) {
                assertThat(same.get()).isTrue();
            }
        }
    }

    @Test
    void secretsAreLookedUpEveryTime() {
        List<String> values = new ArrayList<>(List.of("one", "two"));
        SecretSource changing = new SecretSource() {
            @Override
            public java.util.Optional<String> env(String name) {
                return java.util.Optional.of(values.removeFirst());
            }

            @Override
            public String file(String path) {
                return path;
            }
        };
        YamlDialect dialect = new YamlDialect(TestPolicies.TYPES, changing);
        String text = "stores:\n  - { name: s, password: \"${env:A}\" }\n";
        List<Document> documents = List.of(new Document("a.yaml", text));
        dialect.compile(documents);
        assertThat(dialect.compile(documents)
                        .model()
                        .stores()
                        .getFirst()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("two");
    }

    /** Compares the texts as well: they hold the places, which are no part of equality. */
    private static void check(Compilation actual, Compilation expected, String what) {
        assertThat(actual).as("%s", what).isEqualTo(expected);
        assertThat(actual.toString()).as("%s", what).isEqualTo(expected.toString());
    }

    private static YamlDialect dialect() {
        return new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS);
    }

    private static List<String> start() {
        List<String> lines = new ArrayList<>(List.of(
                "# a document",
                "listeners:",
                "- { name: http, address: \"127.0.0.1:8080\" }",
                "upstreams:",
                "  - name: users",
                "    targets:",
                "      - address: \"a:1\"",
                "      - { address: \"a:2\", weight: 2 }",
                "policies:",
                "  - { name: strict, empty: {} }",
                "",
                "routes: # all of them"));
        for (int i = 0; i < 8; i++) {
            lines.addAll(List.of(
                    "  - name: r" + i,
                    "    match:",
                    "      path: /r" + i + "/*",
                    "    policies: strict",
                    "    to: users"));
        }
        return lines;
    }

    private static void edit(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, lines.get(at).replace("r", "rr"));
            case 3 -> {
                int to = Math.min(lines.size(), at + 1 + random.nextInt(6));
                List<String> block = new ArrayList<>(lines.subList(at, to));
                lines.subList(at, to).clear();
                lines.addAll(random.nextInt(lines.size() + 1), block);
            }
            default -> lines.add(at, LINES.get(random.nextInt(LINES.size())));
        }
        if (lines.isEmpty()) {
            lines.add("");
        }
    }
}
