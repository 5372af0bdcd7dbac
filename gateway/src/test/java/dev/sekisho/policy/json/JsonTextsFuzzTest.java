package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.policy.FieldNames.Head;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Hostile bodies are refused, or every edit makes JSON of them; a path is refused, or its normal form is the same path. */
class JsonTextsFuzzTest {

    private static final Exchange EXCHANGE = new ChainHarness().exchange();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<JsonEditor> EDITORS = List.of(
            new JsonEditor(Settings.remove("a", "l[*].a", "o.a"), Head.REQUEST),
            new JsonEditor(Settings.keepOnly("a", "l[*].a", "o.b"), Head.REQUEST),
            new JsonEditor(Settings.of("rename", Map.of("a", "b", "o.a", "b")), Head.REQUEST),
            new JsonEditor(Settings.of("move", Map.of("o.a", "n.x", "l[0]", "m")), Head.REQUEST),
            new JsonEditor(Settings.of("set", Map.of("a", "{\"n\":[1]}", "o.n.x", "y")), Head.REQUEST),
            new JsonEditor(Settings.of("append", Map.of("l", "1", "a", "2")), Head.REQUEST),
            new JsonEditor(Settings.template("{\"all\":{body},\"a\":[{body.a},\"{body.a}{body.l}\"]}"), Head.REQUEST));

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", JsonTextsFuzzTest::check);
    }

    private static boolean check(byte[] input) throws Exception {
        boolean path = path(new String(input, StandardCharsets.UTF_8));
        try {
            JsonCheck.check(input);
        } catch (JsonFault e) {
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
            return path;
        }
        JSON.readTree(input);
        for (JsonEditor editor : EDITORS) {
            byte[] after = editor.apply(input, EXCHANGE);
            JsonCheck.check(after);
        }
        return true;
    }

    private static boolean path(String text) {
        JsonPath path;
        try {
            path = JsonPath.parse("remove", text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("(expected: ");
            return false;
        }
        assertThat(JsonPath.parse("remove", path.toString())).isEqualTo(path);
        return true;
    }
}
