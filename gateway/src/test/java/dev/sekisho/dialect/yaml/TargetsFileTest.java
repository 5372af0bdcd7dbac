package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.Address;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsFileTest {

    private static final Path FILE = Path.of("targets.yaml");

    @Test
    void yamlAndJsonAreReadAsTargetsOfAConfiguration() {
        List<Target> expected = List.of(
                new Target(new Address("a", 1), 1, false, false, Map.of(), Origin.NONE),
                new Target(new Address("_b._tcp.test", 0), 5, true, true, Map.of("v", "2"), Origin.NONE));
        String yaml = "# ours\n- address: a:1\n- { address: \"_b._tcp.test:0\", weight: 5, backup: true, drain: true,"
                + " labels: { v: \"2\" } }\n";
        String json = "[{\"address\":\"a:1\"},{\"address\":\"_b._tcp.test:0\",\"weight\":5,\"backup\":true,"
                + "\"drain\":true,\"labels\":{\"v\":\"2\"}}]";
        assertThat(new TargetsFile().read(FILE, yaml)).isEqualTo(expected);
        assertThat(new TargetsFile().read(FILE, "\uFEFF" + json)).isEqualTo(expected);
        assertThat(new TargetsFile().read(FILE, yaml).getFirst().origin().line())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | targets.yaml:1:1: nothing (expected: a list of targets)",
                "'# only this'                         | targets.yaml:1:1: nothing (expected: a list of targets)",
                "'[]'                                  | targets.yaml:1:1: an empty list (expected: at least one target)",
                "'targets: []'                         | targets.yaml:1:1: a mapping (expected: a list of targets)",
                "'[{address: a:1}'                     | targets.yaml:1:",
                "'[{address: a:0}]'                    | targets.yaml:1:2: address: a:0 (expected: a host, and a port",
                "'[{address: a:1, weigth: 2}]'         | targets.yaml:1:17: weigth (expected: a key of Target)",
                "'[{weight: 2}]'                       | targets.yaml:1:2: address is missing",
                "'[{address: a:1, weight: -1}]'        | targets.yaml:1:25: weight: -1 (expected: 0 to 65535)",
            })
    void whatIsWrongIsToldWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> new TargetsFile().read(FILE, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThatThrownBy(() -> new TargetsFile().read(FILE, "- address: a:1\n---\n- address: a:2\n"))
                .hasMessageContaining("targets.yaml:3:1: a second document");
    }
}
