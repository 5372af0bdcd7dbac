package dev.sekisho.dialect.nginx.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.directive.DirectiveSpec;
import dev.sekisho.dialect.nginx.directive.DirectiveTable;
import dev.sekisho.dialect.nginx.support.Support.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/nginx-directives.md is as the table says, and the table is as the code does. */
class SupportTableTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/sekisho");

    @Test
    void document() throws Exception {
        Path file = Path.of("../docs/nginx-directives.md");
        String text = text();
        if (Boolean.getBoolean("sekisho.update")) {
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("docs/nginx-directives.md (run the test with -Dsekisho.update=true to accept)")
                .isEqualTo(Files.readString(file));
    }

    /** A directive that is honoured is named by the code that honours it. */
    @Test
    void honouredDirectivesAreNamedByTheCode() throws Exception {
        String code = code();
        List<String> nowhere = names().filter(name -> Support.of(name).status() == Status.HONOURED)
                .filter(name -> !code.contains("\"" + name + "\""))
                .filter(name -> !isByProtocol(code, name))
                .toList();
        assertThat(nowhere).isEmpty();
    }

    /** Those of proxy_ and grpc_ that are alike are made of a prefix and the rest. */
    private static boolean isByProtocol(String code, String name) {
        return name.matches("(proxy|grpc)_.*") && code.contains(name.replaceFirst("(proxy|grpc)_", "") + "\"");
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        for (String folder : List.of("dialect/nginx", "cli/nginx")) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> !each.toString().contains("/directive/"))
                        .toList()) {
                    code.append(Files.readString(file));
                }
            }
        }
        return code.toString();
    }

    private static Stream<String> names() {
        return DirectiveTable.standard().all().stream()
                .map(DirectiveSpec::name)
                .distinct()
                .sorted();
    }

    private static String text() {
        Map<Status, Long> counts = names().collect(
                        Collectors.groupingBy(name -> Support.of(name).status(), TreeMap::new, Collectors.counting()));
        StringBuilder text = new StringBuilder(
                """
                # nginx's directives

                This file is generated from the code (`SupportTableTest`); do not edit it.

                What becomes of each directive of nginx (1.22, newer ones and those of NGINX Plus): %d are honoured, %d have no effect, %d are refused.
                `sekisho check nginx.conf` tells each one that a configuration has, with its line. Of those that are honoured a value may be refused
                or differ; a finding says so then. One that is refused may stand there with the value `off`.

                """.formatted(counts.get(Status.HONOURED), counts.get(Status.NO_EFFECT), counts.get(Status.REFUSED)));
        text.append("## Honoured\n\n").append(list(Status.HONOURED, "")).append('\n');
        section(text, "Without effect", "why it needs none", Status.NO_EFFECT);
        section(text, "Refused", "why, and what does the like", Status.REFUSED);
        text.append("\n## Otherwise in `stream`\n\n| directive | what becomes of it there |\n|---|---|\n");
        names().filter(name -> !Support.of("stream", name).equals(Support.of(name)))
                .forEach(name -> text.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(
                                Support.of("stream", name).status() == Status.REFUSED
                                        ? "refused: "
                                        : "without effect: ")
                        .append(Support.of("stream", name).reason())
                        .append(" |\n"));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, String why, Status status) {
        text.append("\n## ")
                .append(title)
                .append("\n\n| directives | ")
                .append(why)
                .append(" |\n|---|---|\n");
        names().filter(name -> Support.of(name).status() == status)
                .map(name -> Support.of(name).reason())
                .distinct()
                .sorted()
                .forEach(reason -> text.append("| ")
                        .append(list(status, reason))
                        .append(" | ")
                        .append(reason)
                        .append(" |\n"));
    }

    private static String list(Status status, String reason) {
        return names().filter(name -> Support.of(name).equals(new Support(status, reason)))
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }
}
