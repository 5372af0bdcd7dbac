package dev.sekisho.dialect.kong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KongDialectTest {

    private final KongDialect dialect = KongGoldenTest.dialect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_format_version: \"3.0\"\n",
                "{ \"_format_version\": \"2.1\" }",
                "{\n\t\"services\": [],\n\t\"_format_version\": \"3.0\"\n}",
                "services: []\nplugins: []\n",
                "# a comment\n_transform: false\n\"_format_version\": '1.1'\n"
            })
    void knowsItsOwn(String text) {
        assertThat(dialect.recognises(new Document("x", text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listeners: []\nroutes: []\nupstreams: []\n",
                "services:\n  web:\n    image: nginx\n",
                "http {\n  server { listen 80; }\n}\n",
                "apiVersion: v1\nkind: Service\n",
                ""
            })
    void leavesOthersAlone(String text) {
        assertThat(dialect.recognises(new Document("x", text))).isFalse();
    }

    /** The order of precedence of plugins, each line more specific than the one before. */
    @Test
    void aPluginThatIsBoundToMoreGoesAheadOfOneThatIsBoundToLess() {
        List<Integer> order = new ArrayList<>();
        for (String bound : List.of("", "s", "r", "g", "c", "sr", "gs", "gr", "cs", "cr", "grs", "crs")) {
            order.add(plugin(bound).precedence());
        }
        assertThat(order).isSorted().doesNotHaveDuplicates();
    }

    private static PluginEntry plugin(String bound) {
        return new PluginEntry(
                "alpha",
                Optional.empty(),
                true,
                new Node.Mapping(List.of(), 0, 0),
                bound.contains("s") ? Optional.of("s") : Optional.empty(),
                bound.contains("r") ? Optional.of("r") : Optional.empty(),
                bound.contains("c") ? Optional.of("c") : Optional.empty(),
                bound.contains("g") ? Optional.of("g") : Optional.empty(),
                List.of(),
                Origin.NONE,
                List.of());
    }

    /** Each pair: what decides, the route that goes ahead, the other one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "more kinds of conditions        | hosts: [a.com], paths: [/a]             | paths:"
                        + " [/a/very/long/path]",
                "methods are a kind              | methods: [GET], paths: [/a]             | hosts: [a.com]",
                "headers are one kind together   | hosts: [a.com], paths: [/a]             | headers: { x: [a], y: [b]"
                        + " }",
                "plain hosts before wildcards    | hosts: [a.com]                          | hosts: ['*.com']",
                "one wildcard is enough          | hosts: [a.com]                          | hosts: [a.com, '*.com']",
                "plain hosts before more headers | hosts: [a.com], headers: { x: [a] }     | hosts: ['*.com'],"
                        + " headers: { x: [a], y: [b] }",
                "more headers                    | headers: { x: [a], y: [b] }             | headers: { x: [a] }",
                "headers before expressions      | headers: { x: [a], y: [b] }, paths: [/] | headers: { x: [a] },"
                        + " paths: ['~/a']",
                "expressions before plain paths  | paths: ['~/a']                          | paths:"
                        + " [/a/very/long/path]",
                "the priority of expressions     | paths: ['~/a'], regex_priority: 1       | paths: ['~/a/b/c']",
                "a priority below zero           | paths: ['~/a']                          | paths: ['~/a/b'],"
                        + " regex_priority: -1",
                "priority counts for expressions | paths: [/aa]                            | paths: [/a],"
                        + " regex_priority: 9",
                "longer paths                    | paths: [/aa]                            | paths: [/a]"
            })
    void whoComesFirstByKongsRules(String rule, String first, String second) {
        for (boolean turned : new boolean[] {false, true}) {
            String routes = "- { name: first, " + first + " }|- { name: second, " + second + " }";
            List<String> lines = new ArrayList<>(List.of(routes.split("\\|")));
            if (turned) {
                lines.add(lines.removeFirst());
            }
            Compilation compilation =
                    compile("_format_version: '3.0'\nservices:\n- url: http://127.0.0.1:1\n  routes:\n  "
                            + String.join("\n  ", lines) + "\n");
            assertThat(compilation.failed()).as("%s", compilation.diagnostics()).isFalse();
            assertThat(rank(compilation, "first")).as(rule).isGreaterThan(rank(compilation, "second"));
        }
    }

    private static int rank(Compilation compilation, String name) {
        return compilation.model().routes().stream()
                .filter(route -> route.name().equals(name))
                .mapToInt(Route::rank)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void equalRoutesHaveEqualRanksAndKeepTheirOrder() {
        Compilation compilation = compile("""
            _format_version: "3.0"
            services:
            - url: http://127.0.0.1:1
              routes:
              - { name: a, paths: [/x], methods: [GET] }
              - { name: b, paths: [/y], methods: [GET, POST] }
            """);
        assertThat(compilation.model().routes()).extracting(Route::name).containsExactly("a", "b");
        assertThat(rank(compilation, "a")).isEqualTo(rank(compilation, "b"));
    }

    /** What is nested a thousand levels deep, or grows by aliases, ends with an error at its place. */
    @Test
    void hostileTextsAreRefused() {
        String deep = "_format_version: '3.0'\nplugins: " + "[".repeat(1_000) + "]".repeat(1_000) + "\n";
        assertRefused(deep, "kong.limit");
        StringBuilder bomb = new StringBuilder("_format_version: '3.0'\n_plugin_configs:\n  a0: &a0 { x: y }\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("  a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" { x: *a")
                    .append(i - 1)
                    .append(", y: *a")
                    .append(i - 1)
                    .append(" }\n");
        }
        assertRefused(bomb.toString(), "kong.limit");
        assertRefused("_format_version: '3.0'\nservices: !!java.lang.String []\n", "kong.limit");
        assertRefused("_format_version: '3.0'\nservices: {\n", "kong.syntax");
        assertRefused("- a list\n", "kong.type");
        assertRefused(
                "_format_version: '3.0'\nservices:\n- { url: http://a:1, routes: [ { paths: ['~/(a+)+(?=b)'] } ] }\n",
                "kong.regex");
    }

    private void assertRefused(String text, String code) {
        Compilation compilation = compile(text);
        assertThat(compilation.diagnostics()).anySatisfy(found -> {
            assertThat(found.code()).isEqualTo(code);
            assertThat(found.severity()).isEqualTo(Severity.ERROR);
            assertThat(found.at().line()).isPositive();
        });
    }

    @Test
    void kindsAreListedOnce() {
        assertThat(dialect.kinds()).extracting("code").doesNotHaveDuplicates();
        assertThat(dialect.kinds()).allSatisfy(kind -> {
            assertThat(kind.code()).startsWith("kong.");
            assertThat(kind.title()).isNotBlank().doesNotEndWith(".");
            assertThat(kind.effect()).isNotBlank();
            assertThat(kind.reason()).isNotBlank();
            assertThat(kind.fix()).isNotBlank();
        });
    }

    private Compilation compile(String text) {
        return dialect.compile(List.of(new Document("kong.yml", text)));
    }
}
