package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.dialect.kong.plugin.Field.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of {@code deck dump}, in which every field stands with its default, or null where it has none. */
class PluginDefaultsTest {

    static Stream<String> names() {
        return Samples.LEAST.keySet().stream();
    }

    /** Files differ in nothing but what is written out: the same policies, and nothing told but what is told without. */
    @ParameterizedTest
    @MethodSource("names")
    void everyDefaultFilledInSaysWhatNoneOfThemSays(String name) {
        Translated least = translate(name, Samples.least(name));
        Translated filled = translate(name, filled(name));
        assertThat(least.diagnostics()).as("least").noneMatch(told -> told.severity() == Severity.ERROR);
        assertThat(filled.policies()).isEqualTo(least.policies());
        assertThat(filled.stores()).isEqualTo(least.stores());
        assertThat(filled.diagnostics()).isEqualTo(least.diagnostics());
    }

    private static Translated translate(String name, String config) {
        return Samples.plugin(name, config).translated().getFirst();
    }

    /** The least settings stand first; what they have is not written again. */
    private static String filled(String name) {
        Schema schema = Samples.schema(name);
        String least = Samples.least(name);
        List<String> all = new ArrayList<>(least.isEmpty() ? List.of() : List.of(least));
        for (Field field : schema.fields()) {
            if (!least.matches("(?s)(.*[ ,{])?" + field.name() + ":.*")) {
                all.add(written(field));
            }
        }
        schema.aliases().forEach(alias -> all.add(alias.name() + ": null"));
        return String.join(", ", all);
    }

    private static String written(Field field) {
        String value = field.form() == Field.Form.RECORD
                ? field.fields().stream().map(PluginDefaultsTest::written).collect(Collectors.joining(", ", "{ ", " }"))
                : field.standard().map(PluginDefaultsTest::flow).orElse("null");
        return "\"" + field.name() + "\": " + value;
    }

    private static String flow(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case List<?> list ->
                list.stream().map(PluginDefaultsTest::flow).collect(Collectors.joining(", ", "[ ", " ]"));
            case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
            default -> value.toString();
        };
    }

    /** Each field that cannot be honoured is an error of its own once it is not at its default, with what to do. */
    @Test
    void everyRefusedFieldIsToldByName() {
        Map<String, String> untold = new TreeMap<>();
        Bundle.plugins()
                .forEach((name, plugin) -> refused("", plugin.schema().fields()).forEach((path, value) -> {
                    Translated translated = translate(name, value);
                    boolean told = translated.diagnostics().stream()
                            .anyMatch(d -> d.code().equals("kong.plugin-unsupported")
                                    && d.message().startsWith(name + ": config." + path + ": ")
                                    && d.severity() == Severity.ERROR);
                    if (!told || !translated.policies().isEmpty()) {
                        untold.put(name + " " + path, value + " " + translated.diagnostics());
                    }
                }));
        assertThat(untold).isEmpty();
    }

    private static Map<String, String> refused(String path, List<Field> fields) {
        Map<String, String> found = new TreeMap<>();
        for (Field field : fields) {
            if (field.use() instanceof Use.Refused) {
                found.put(path + field.name(), "\"" + field.name() + "\": " + other(field));
            } else if (field.form() == Field.Form.RECORD) {
                refused(path + field.name() + ".", field.fields())
                        .forEach((name, value) -> found.put(name, field.name() + ": { " + value + " }"));
            }
        }
        return found;
    }

    private static String other(Field field) {
        return switch (field.form()) {
            case FLAG -> field.standard().equals(java.util.Optional.of(true)) ? "false" : "true";
            case TEXT ->
                field.choices().isEmpty() ? "something" : field.choices().getLast();
            case TEXT_MAP -> "{ name: \"return 1\" }";
            default -> "7";
        };
    }
}
