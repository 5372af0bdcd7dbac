package dev.sekisho.dialect.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {

    private final List<String> errors = new ArrayList<>();

    private List<Node> read(String text) {
        return NodeReader.read(
                        text, 1, (line, column, code, message, fix) -> errors.add(line + ":" + column + " " + code))
                .roots();
    }

    private Mapping mapping(String text) {
        List<Node> roots = read(text);
        assertThat(errors).isEmpty();
        assertThat(roots).hasSize(1);
        return (Mapping) roots.getFirst();
    }

    /** RFC 8259 section 2: tabs, line breaks and blanks stand around tokens; a line break behind a key alone is no YAML. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"b\",\"c\":[1,2]}",
                "{\n\t\"a\": \"b\",\n\t\"c\": [\n\t\t1,\n\t\t2\n\t]\n}\n",
                "\t{\t\"a\"\t:\t\"b\"\t,\t\"c\"\t:\t[\t1\t,\t2\t]\t}\t\n",
                "{\r\n\t\"a\": \"b\",\r\n\t\"c\": [1, 2]\r\n}",
                "{\"a\":\n\"b\"\n,\"c\":\n\t[1\n,2]}"
            })
    void readsJsonHoweverItIsLaidOut(String text) {
        Mapping root = mapping(text);
        assertThat(root.get("a"))
                .hasValueSatisfying(a -> assertThat(((Scalar) a).text()).isEqualTo("b"));
        assertThat(root.get("c"))
                .hasValueSatisfying(c -> assertThat(((Sequence) c).items()).hasSize(2));
    }

    /** RFC 8259 section 7, the escape of the solidus and pairs of surrogates too. */
    @Test
    void readsEscapesOfJson() {
        Mapping root = mapping("{ \"a\": \"\\/x\\u0041\\\"\\\\\\b\\f\\n\\r\\t\", \"b\": \"\\ud83d\\ude00\" }");
        assertThat(root.get("a"))
                .hasValueSatisfying(a -> assertThat(((Scalar) a).text()).isEqualTo("/xA\"\\\b\f\n\r\t"));
        assertThat(root.get("b"))
                .hasValueSatisfying(b -> assertThat(((Scalar) b).text()).isEqualTo("\ud83d\ude00"));
    }

    @Test
    void readsLongKeysOfJson() {
        String key = "k".repeat(900);
        assertThat(mapping("{ \"" + key + "\": true }").get(key)).isPresent();
    }

    @Test
    void placesAreThoseOfTheText() {
        Mapping root = mapping("{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}");
        Mapping inner = (Mapping) root.get("a").orElseThrow();
        assertThat(inner.entries().getFirst().key().line()).isEqualTo(3);
        assertThat(inner.entries().getFirst().key().column()).isEqualTo(3);
    }

    @Test
    void tellsWhatIsWrongWithItsPlace() {
        read("a: 1\na: 2\n");
        read("a: [ 1\n");
        read("a: !x 1\n");
        read("*a");
        assertThat(errors).contains("2:1 duplicate-key", "1:4 tag", "1:1 alias").anyMatch(e -> e.endsWith(" syntax"));
    }

    @Test
    void aMissingKeyHasNoValue() {
        assertThat(mapping("a: 1").get("b")).isEmpty();
    }
}
