package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import dev.sekisho.model.JsonValue;
import dev.sekisho.model.JsonValue.Array;
import dev.sekisho.model.JsonValue.Literal;
import dev.sekisho.model.JsonValue.Members;
import dev.sekisho.model.JsonValue.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueCodecTest {

    private static final JsonValueCodec CODEC = new JsonValueCodec("fields");

    private static JsonValue read(String yaml) {
        Scope scope = new Scope("a.yaml", SecretSource.system());
        Object value = CODEC.read(NodeReader.read(yaml, 1, scope).roots().getFirst(), scope);
        assertThat(scope.found).isEmpty();
        return (JsonValue) Objects.requireNonNull(value);
    }

    @Test
    void whatStandsWithoutQuotesMayBeANumberOrAWord() {
        assertThat(read("{ a: 7.50, b: \"7\", c: 0x1F, d: true, e: null, f: , g: 12345678901234567890, h: 1e3,"
                        + " i: 007 }"))
                .isEqualTo(new Members(Map.of(
                        "a", new Literal("7.50"),
                        "b", new Text("7"),
                        "c", new Text("0x1F"),
                        "d", new Literal("true"),
                        "e", new Literal("null"),
                        "f", new Literal("null"),
                        "g", new Literal("12345678901234567890"),
                        "h", new Literal("1e3"),
                        "i", new Text("007"))));
        assertThat(read("[ a, [], {} ]"))
                .isEqualTo(new Array(List.of(new Text("a"), new Array(List.of()), new Members(Map.of()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ a: plain, b: \"7\", c: 7.5, d: [ x, 1, { e: [ \"{path}\", { f: g, \"h i\": \"j, k\" } ] }, [ [ {} ]"
                        + " ] ] }",
                "{ a: { b: { c: [ { d: \"{status}\" }, \"null\", null, \"~\", \"\" ] } }, \"odd \\\"key\\\"\": { \"\":"
                        + " \"\" } }",
                "{ a: [ \"[\", \"}\", \": \", \"# x\", \"- y\", \"a\\nb\" ], b: [ [ 1, [ 2, { c: [ 3 ] } ] ] ] }"
            })
    void whatIsWrittenIsReadAgain(String yaml) {
        JsonValue value = read(yaml);
        String written = YamlEmitter.emit((Node.Mapping) CODEC.write(value));
        assertThat(read(written)).as(written).isEqualTo(value);
    }

    @Test
    void tooDeepIsAnError() {
        Scope scope = new Scope("a.yaml", SecretSource.system());
        String deep = "[".repeat(33) + "]".repeat(33);
        assertThat(CODEC.read(NodeReader.read(deep, 1, scope).roots().getFirst(), scope))
                .isNull();
        assertThat(scope.found)
                .extracting(Diagnostic::message)
                .containsExactly("fields: deeper than 32 levels (expected: fewer)");
    }

    @Test
    void aLiteralIsOneOfJson() {
        assertThatThrownBy(() -> new Literal("yes")).hasMessage("yes (expected: a number, true, false or null)");
    }
}
