package dev.sekisho.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Catalogue;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the SARIF 2.1.0 specification asks of a report: the sections stand beside the checks. */
class SarifReportTest {

    private static final Catalogue CATALOGUE = CheckKinds.catalogue(List.of());
    private static final Path FOLDER = Path.of("/srv/my gateway");

    private static JsonNode report(Diagnostic... found) {
        return new JsonMapper().readTree(SarifReport.of(List.of(found), CATALOGUE, "1.2", FOLDER));
    }

    private static Diagnostic found(Severity severity, String code, Origin at) {
        return new Diagnostic(severity, code, at, "to: \"x\" <y>", "write z");
    }

    private static JsonNode run(JsonNode report) {
        assertThat(report.get("runs")).hasSize(1);
        return report.get("runs").get(0);
    }

    @Test
    void version_and_schema_are_those_of_2_1_0() {
        JsonNode report = report();
        assertThat(report.get("version").asString()).isEqualTo("2.1.0"); // section 3.13.2
        assertThat(report.get("$schema").asString()).endsWith("sarif-schema-2.1.0.json"); // section 3.13.3
        JsonNode driver = run(report).get("tool").get("driver");
        assertThat(driver.get("name").asString()).isEqualTo("Sekisho"); // section 3.19.8
        assertThat(driver.get("version").asString()).isEqualTo("1.2");
        assertThat(run(report).get("results")).isEmpty(); // section 3.14.23: an empty array where nothing was found
    }

    @Test
    void rules_and_results_agree() {
        Origin at = new Origin("a.yaml", 3, 7);
        JsonNode run = run(report(
                found(Severity.WARNING, "policy.unused", at),
                found(Severity.ERROR, "model.no-targets", at),
                found(Severity.INFO, "upstream.unused", at),
                found(Severity.WARNING, "policy.unused", at)));
        JsonNode rules = run.get("tool").get("driver").get("rules");
        List<String> ids = new ArrayList<>();
        rules.forEach(rule -> ids.add(rule.get("id").asString()));
        assertThat(ids)
                .containsExactly("model.no-targets", "policy.unused", "upstream.unused"); // section 3.49.3: unique
        List<String> levels = new ArrayList<>();
        run.get("results").forEach(result -> {
            int index = result.get("ruleIndex").asInt(); // section 3.27.6
            assertThat(ids.get(index)).isEqualTo(result.get("ruleId").asString());
            String level = result.get("level").asString(); // section 3.27.10
            levels.add(level);
            assertThat(rules.get(index).get("defaultConfiguration").get("level").asString())
                    .isEqualTo(level);
        });
        assertThat(levels).containsExactly("warning", "error", "note", "warning");
        rules.forEach(rule -> {
            assertThat(rule.get("shortDescription").get("text").asString()).isNotBlank(); // section 3.49.9
            assertThat(rule.get("help").get("text").asString()).contains("\n\n"); // section 3.49.13
            assertThat(rule.get("help").get("markdown").asString()).contains("**Why:**");
        });
    }

    @Test
    void the_message_has_the_fix() {
        JsonNode result = run(report(found(Severity.ERROR, "model.name", new Origin("a.yaml", 1, 1))))
                .get("results")
                .get(0);
        assertThat(result.get("message").get("text").asString()).isEqualTo("to: \"x\" <y>\nfix: write z");
    }

    private static JsonNode physical(Origin at) {
        JsonNode result = run(report(found(Severity.ERROR, "model.name", at)))
                .get("results")
                .get(0);
        return result.get("locations").get(0).get("physicalLocation");
    }

    @Test
    void a_place_is_a_relative_reference_with_line_and_column() {
        JsonNode place = physical(new Origin("conf d/über:1.yaml", 3, 7));
        String uri = place.get("artifactLocation").get("uri").asString(); // section 3.4.3
        assertThat(uri).isEqualTo("conf%20d/%C3%BCber%3A1.yaml");
        assertThat(URI.create(uri).isAbsolute()).isFalse();
        assertThat(place.get("artifactLocation").get("uriBaseId").asString()).isEqualTo("SRCROOT"); // section 3.4.4
        assertThat(place.get("region").get("startLine").asInt()).isEqualTo(3); // section 3.30.5: from 1
        assertThat(place.get("region").get("startColumn").asInt()).isEqualTo(7);
        JsonNode run = run(report());
        assertThat(run.get("originalUriBaseIds").get("SRCROOT").get("uri").asString())
                .startsWith("file:///")
                .endsWith("/my%20gateway/"); // section 3.14.14: a directory, with a slash at its end
        assertThat(run.get("columnKind").asString()).isEqualTo("unicodeCodePoints"); // section 3.14.17
    }

    @Test
    void files_elsewhere_are_absolute_and_files_inside_are_relative_however_they_were_given() {
        assertThat(physical(new Origin("../other/a.yaml", 1, 1))
                        .get("artifactLocation")
                        .get("uri")
                        .asString())
                .isEqualTo("file:///srv/other/a.yaml");
        assertThat(physical(new Origin("/srv/my gateway/a.yaml", 1, 1))
                        .get("artifactLocation")
                        .get("uri")
                        .asString())
                .isEqualTo("a.yaml");
    }

    @Test
    void what_has_no_line_has_no_region_and_what_has_no_file_has_no_place() {
        assertThat(physical(new Origin("a.yaml", 0, 0)).has("region")).isFalse();
        JsonNode result = run(report(found(Severity.ERROR, "model.name", Origin.NONE)))
                .get("results")
                .get(0);
        assertThat(result.has("locations")).isFalse();
    }
}
