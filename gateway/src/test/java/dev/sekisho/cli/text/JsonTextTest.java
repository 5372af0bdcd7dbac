package dev.sekisho.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void values_of_every_kind() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", List.of(1, 2L, true));
        members.put("b", Map.of("c", List.of()));
        members.put("d", "x");
        assertThat(JsonText.of(members)).isEqualTo("{\"a\":[1,2,true],\"b\":{\"c\":[]},\"d\":\"x\"}");
    }

    @Test
    void what_must_be_escaped_is() {
        assertThat(JsonText.of("\"\\\t\n\u0000\u001fé")).isEqualTo("\"\\\"\\\\\\u0009\\u000a\\u0000\\u001fé\"");
    }
}
