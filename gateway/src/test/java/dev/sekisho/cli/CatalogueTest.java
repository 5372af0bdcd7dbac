package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.cli.check.CatalogueText;
import dev.sekisho.cli.check.CheckKinds;
import dev.sekisho.dialect.Catalogue;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.yaml.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Catalogue CATALOGUE = CheckKinds.catalogue(Cli.DIALECTS);
    private static final Path GATEWAY = Golden.project().resolve("gateway");

    /** A code that nobody explains helps nobody, and an entry that nobody gives misleads. */
    @Test
    void every_code_of_the_sources_has_an_entry_and_every_entry_a_source() throws IOException {
        Set<String> entries =
                CATALOGUE.all().stream().map(DiagnosticKind::code).collect(Collectors.toCollection(TreeSet::new));
        Set<String> rooms = CATALOGUE.all().stream().map(DiagnosticKind::room).collect(Collectors.toSet());
        Set<String> emitted = EmittedCodes.of(GATEWAY.resolve("src/main/java/dev/sekisho"), rooms);
        assertThat(emitted).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void every_code_of_a_golden_file_has_an_entry() throws IOException {
        Pattern code = Pattern.compile("(?m) \\[([a-z]+\\.[a-z0-9-]+)]$");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(GATEWAY.resolve("src/test/resources"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                code.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        assertThat(found)
                .hasSizeGreaterThan(40)
                .allSatisfy(each -> assertThat(CATALOGUE.find(each)).as(each).isPresent());
    }

    @Test
    void every_text_is_a_sentence_and_every_title_a_phrase() {
        assertThat(CATALOGUE.all()).allSatisfy(kind -> {
            assertThat(kind.code()).matches("[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(kind.title()).doesNotEndWith(".").hasSizeBetween(5, 90);
            for (String text : List.of(kind.effect(), kind.reason(), kind.fix())) {
                assertThat(text).as(kind.code()).endsWith(".").hasSizeGreaterThan(10);
            }
        });
    }

    @Test
    void the_page_is_made_from_the_catalogue() throws IOException {
        Golden.check(Golden.project().resolve("docs/diagnostics.md"), CatalogueText.markdown(CATALOGUE));
    }

    @Test
    void a_code_that_stands_twice_is_refused() {
        DiagnosticKind kind = DiagnosticKind.error("a.b", "t", "r.", "f.");
        assertThatThrownBy(() -> new Catalogue(List.of(kind, kind)))
                .hasMessage("code: a.b (expected: once in the catalogue)");
    }

    @Test
    void a_code_that_there_is_not_has_suggestions() {
        assertThat(CATALOGUE.suggestions("model.unkown-policy")).containsExactly("model.unknown-policy");
        assertThat(CATALOGUE.suggestions("unused"))
                .containsExactly("kong.unused", "model.unused", "policy.unused", "upstream.unused");
        assertThat(CATALOGUE.suggestions("qqqqqqqqqqqqqqqqqqqqqqqqq")).isEmpty();
        assertThat(CATALOGUE.suggestions("")).isEmpty();
    }
}
