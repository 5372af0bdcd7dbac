package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.kong.entity.Translated;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a field, it is told and never thrown, on one line, and nothing of it is served. */
class PluginHostileTest {

    private static final List<String> VALUES = List.of(
            "[]",
            "{}",
            "\"\"",
            "-1",
            "1e99",
            "0.5",
            "99999999999999999999",
            ".nan",
            "true",
            "~",
            "[ [ ] ]",
            "[ { } ]",
            "{ a: { b: [ 1 ] } }",
            "\"a\\r\\nb\\u0000\\u202e\"",
            "\"$(headers.a) $( $(\"",
            "\"(a*)*{9999}(?=b)\\\\1\"",
            "[ \":\", \"a\", \"a:\", \"::b\", \"a:b:c\", \"host:x\" ]",
            "[ \"" + "x".repeat(5000) + "\" ]");

    static Stream<String> names() {
        return Samples.LEAST.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingThrows(String name) {
        for (Field field : Samples.schema(name).fields()) {
            for (String value : VALUES) {
                check(name, "\"" + field.name() + "\": " + value);
                field.fields()
                        .forEach(part -> check(name, field.name() + ": { \"" + part.name() + "\": " + value + " }"));
            }
        }
        Samples.schema(name)
                .aliases()
                .forEach(alias -> VALUES.forEach(value -> check(name, alias.name() + ": " + value)));
    }

    private static void check(String name, String config) {
        Translated translated = Samples.plugin(name, config).translated().getFirst();
        for (Diagnostic told : translated.diagnostics()) {
            assertThat(told.message()).as(config).startsWith(name + ": ").doesNotContain("\n", "\r", "\u202e");
            assertThat(told.message().length()).as(config).isLessThan(700);
            assertThat(PluginKinds.ALL).anyMatch(kind -> kind.code().equals(told.code()));
        }
        if (translated.diagnostics().stream().anyMatch(told -> told.severity() == Severity.ERROR)) {
            assertThat(translated.policies()).as(config).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jwt, key_claim_nam, did you mean key_claim_name?",
        "rate-limiting, redis_hosts, did you mean redis_host?",
        "rate-limiting, minutes, did you mean minute?",
        "cors, origin, did you mean origins?"
    })
    void aFieldThatIsUnknownIsToldWithTheNearestName(String name, String field, String fix) {
        assertThat(Samples.plugin(name, field + ": 1").translated().getFirst().diagnostics())
                .anySatisfy(told -> {
                    assertThat(told.code()).isEqualTo("kong.plugin-field");
                    assertThat(told.message())
                            .isEqualTo(name + ": config." + field + " (expected: a field of the plugin)");
                    assertThat(told.fix()).isEqualTo(fix);
                });
    }

    @Test
    void pluginsThatAreRefusedSayWhy() {
        Refusals.all().forEach((name, refusal) -> {
            List<Diagnostic> told =
                    Samples.plugin(name, "anything: 1").translated().getFirst().diagnostics();
            assertThat(told).singleElement().satisfies(one -> {
                assertThat(one.severity()).isEqualTo(Severity.ERROR);
                assertThat(one.message()).isEqualTo(name + ": " + refusal.why());
                assertThat(one.fix()).isNotEmpty();
            });
        });
        assertThat(Samples.plugin("rate-limit", "")
                        .translated()
                        .getFirst()
                        .diagnostics()
                        .toString())
                .contains("kong.plugin-unknown", "did you mean rate-limiting?");
    }
}
