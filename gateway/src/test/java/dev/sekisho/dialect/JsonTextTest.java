package dev.sekisho.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    private static final Map<String, Object> VALUE =
            JsonText.object("a", List.of(1, 2L, true), "b", Map.of("c", List.of(), "d", Map.of()), "e", "x");

    @Test
    void valuesOfEveryKind() {
        assertThat(JsonText.of(VALUE)).isEqualTo("{\"a\":[1,2,true],\"b\":{\"c\":[],\"d\":{}},\"e\":\"x\"}");
    }

    @Test
    void indentedByTwo() {
        assertThat(JsonText.indented(VALUE)).isEqualTo("""
                {
                  "a": [
                    1,
                    2,
                    true
                  ],
                  "b": {
                    "c": [],
                    "d": {}
                  },
                  "e": "x"
                }""");
    }

    @Test
    void membersWithoutAnOrderAreWrittenByName() {
        Map<String, Integer> members = new HashMap<>();
        for (int i = 9; i >= 0; i--) {
            members.put("n" + i * 7919 % 10, 0);
        }
        assertThat(JsonText.of(members)).startsWith("{\"n0\":0,\"n1\":0,").endsWith(",\"n9\":0}");
    }

    @Test
    void whatMustBeEscapedIs() {
        assertThat(JsonText.of("\"\\\t\r\n\u0000\u001f\u007f\u009b\u2028<é"))
                .isEqualTo("\"\\\"\\\\\\t\\r\\n\\u0000\\u001f\\u007f\\u009b\\u2028\\u003cé\"");
    }
}
