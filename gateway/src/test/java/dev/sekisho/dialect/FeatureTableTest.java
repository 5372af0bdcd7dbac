package dev.sekisho.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.kong.plugin.PluginTable;
import dev.sekisho.dialect.nginx.directive.DirectiveTable;
import dev.sekisho.dialect.nginx.support.Support;
import dev.sekisho.dialect.nginx.support.Support.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of features in both READMEs are as the code says. */
class FeatureTableTest {

    private static final String BEGIN = "<!-- features: made by FeatureTableTest -->\n";
    private static final String END = "<!-- features end -->";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ja.md"})
    void table(String name) throws IOException {
        Path file = Path.of("..", name);
        String readme = Files.readString(file);
        int from = readme.indexOf(BEGIN);
        int to = readme.indexOf(END);
        assertThat(from).as("the place of the table in " + name).isPositive();
        String whole = readme.substring(0, from) + BEGIN + "\n" + kong() + "\n" + nginx() + "\n" + readme.substring(to);
        if (Boolean.getBoolean("sekisho.update")) {
            Files.writeString(file, whole);
        }
        assertThat(Files.readString(file))
                .as(name + " (run the test with -Dsekisho.update=true to accept)")
                .isEqualTo(whole);
    }

    /** Rows of docs/kong-plugins.md, whose second table has the refused ones. */
    private static String kong() {
        StringBuilder text = new StringBuilder("| Kong's plugin | |\n|---|---|\n");
        boolean refused = false;
        for (String line : PluginTable.text().lines().toList()) {
            refused |= line.startsWith("## ") && !line.contains("Translated");
            if (line.startsWith("| `")) {
                List<String> cells = List.of(line.split(" \\| ", -1));
                text.append(cells.getFirst())
                        .append(" | ")
                        .append(refused ? "refused: " : "honoured: ")
                        .append(cells.get(1))
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static String nginx() throws IOException {
        StringBuilder text = new StringBuilder(
                "| nginx's module | directives honoured | without effect | refused |\n|---|---|---|---|\n");
        modules()
                .forEach((module, names) -> text.append("| ")
                        .append(module)
                        .append(" | ")
                        .append(count(module, names, Status.HONOURED))
                        .append(" | ")
                        .append(count(module, names, Status.NO_EFFECT))
                        .append(" | ")
                        .append(refused(module, names))
                        .append(" |\n"));
        return text.toString();
    }

    private static String count(String module, List<String> names, Status status) {
        long count = names.stream()
                .filter(name -> Support.of(block(module), name).status() == status)
                .count();
        return count == 0 ? "–" : String.valueOf(count);
    }

    private static String refused(String module, List<String> names) {
        List<String> refused = names.stream()
                .filter(name -> Support.of(block(module), name).status() == Status.REFUSED)
                .toList();
        Set<String> reasons = refused.stream()
                .map(name -> Support.of(block(module), name).reason())
                .collect(Collectors.toCollection(TreeSet::new));
        return refused.isEmpty() ? "–" : refused.size() + ": " + String.join("; ", reasons);
    }

    private static String block(String module) {
        return module.replaceFirst("_.*", "");
    }

    private static Map<String, List<String>> modules() throws IOException {
        Map<String, List<String>> modules = new LinkedHashMap<>();
        String module = "";
        try (var in = DirectiveTable.class.getResourceAsStream("directives.txt")) {
            for (String line : new String(in.readAllBytes()).lines().toList()) {
                if (line.startsWith("# ")) {
                    module = line.substring(2);
                } else {
                    List<String> names = modules.computeIfAbsent(module, key -> new ArrayList<>());
                    String name = line.substring(0, line.indexOf(' '));
                    if (!names.contains(name)) {
                        names.add(name);
                    }
                }
            }
        }
        return modules;
    }
}
