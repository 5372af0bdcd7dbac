package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.FieldNames.Head;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditorTest {

    private final Exchange x = new ChainHarness().exchange();

    private String after(JsonEdits edits, String text) throws JsonFault {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] changed = new JsonEditor(edits, Head.REQUEST).apply(bytes, x);
        JsonCheckOf.good(changed);
        return new String(changed, StandardCharsets.UTF_8);
    }

    /** Whatever comes out can come in. */
    private static final class JsonCheckOf {
        static void good(byte[] text) throws JsonFault {
            JsonCheck.check(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a|{\"a\":1,\"b\":2}|{\"b\":2}",
                "b|{\"a\":1,\"b\":2}|{\"a\":1}",
                "a|{\"a\":1}|{}",
                "c|{ \"a\" : 1 }|{\"a\":1}",
                "a.b|{\"a\":{\"b\":[1,{}],\"c\":0}}|{\"a\":{\"c\":0}}",
                "a.b|{\"a\":\"b\"}|{\"a\":\"b\"}",
                "items[*].id|{\"items\":[{\"id\":1,\"n\":2},{\"id\":3},4,[{\"id\":5}]]}|{\"items\":[{\"n\":2},{},4,[{\"id\":5}]]}",
                "items[0]|{\"items\":[1,2,3]}|{\"items\":[2,3]}",
                "items[*]|{\"items\":[1,2,3]}|{\"items\":[]}",
                "items[7]|{\"items\":[1,2,3]}|{\"items\":[1,2,3]}",
                "[*].id|[{\"id\":1},{\"x\":2}]|[{},{\"x\":2}]",
                "['a.b']|{\"a.b\":1,\"a\":{\"b\":2}}|{\"a\":{\"b\":2}}",
                "é|{\"\\u00e9\":1,\"e\":2}|{\"e\":2}",
                "a|5|5",
                "a|[\"a\"]|[\"a\"]",
                "['x\\'y']|{\"x'y\":1}|{}",
            })
    void removes(String path, String text, String expected) throws JsonFault {
        assertThat(after(Settings.remove(path), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2}|{\"a\":1}",
                "{\"c\":{\"d\":3,\"e\":4},\"b\":2}|{\"c\":{\"d\":3}}",
                "{\"c\":5}|{}",
                "{\"c\":{\"e\":5}}|{\"c\":{}}",
                "{\"list\":[{\"n\":1,\"m\":2},3,{\"m\":4}]}|{\"list\":[{\"n\":1},{}]}",
                "[{\"a\":1}]|[]",
                "\"secret\"|null",
                "{\"a\":{\"deep\":[1,2]}}|{\"a\":{\"deep\":[1,2]}}"
            })
    void keepsOnlyWhatIsNamed(String text, String expected) throws JsonFault {
        assertThat(after(Settings.keepOnly("a", "c.d", "list[*].n"), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"z\":0}|{\"b\":1,\"z\":0}",
                "{\"a\":1,\"b\":2}|{\"b\":1}",
                "{\"b\":2,\"a\":1}|{\"b\":1}",
                "{\"y\":9,\"b\":2,\"z\":0,\"a\":1}|{\"y\":9,\"z\":0,\"b\":1}",
                "{\"b\":2}|{\"b\":2}",
                "{\"d\":4,\"b\":2,\"c\":3,\"a\":1}|{\"d\":3,\"b\":1}",
            })
    void renames(String text, String expected) throws JsonFault {
        assertThat(after(Settings.of("rename", Map.of("a", "b", "c", "d")), text))
                .isEqualTo(expected);
    }

    @Test
    void renamesInEachElement() throws JsonFault {
        assertThat(after(
                        Settings.of("rename", Map.of("l[*].a", "b\"c")),
                        "{\"l\":[{\"a\":1},{\"b\\\"c\":2,\"a\":3},4]}"))
                .isEqualTo("{\"l\":[{\"b\\\"c\":1},{\"b\\\"c\":3},4]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":[1]},\"t\":0}|{\"a\":{},\"t\":[1]}",
                "{\"a\":{\"b\":1}}|{\"a\":{},\"t\":1}",
                "{\"a\":{}}|{\"a\":{}}",
                "{\"from\":1.0}|{\"to\":{\"far\":{\"away\":1.0}}}",
                "{\"from\":1,\"to\":{\"far\":5}}|{\"to\":{\"far\":5}}"
            })
    void moves(String text, String expected) throws JsonFault {
        assertThat(after(Settings.of("move", Map.of("a.b", "t", "from", "to.far.away")), text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replace|{\"a\":1}|{\"a\":7}",
                "replace|{\"b\":1}|{\"b\":1}",
                "set|{\"a\":1}|{\"a\":7}",
                "set|{\"b\":1}|{\"b\":1,\"a\":7}",
                "set|{}|{\"a\":7}",
                "set|[]|[]",
                "add|{\"a\":null}|{\"a\":null}",
                "add|{}|{\"a\":7}",
                "append|{\"a\":[]}|{\"a\":[7]}",
                "append|{\"a\":[ ]}|{\"a\":[ 7]}",
                "append|{\"a\":[1,[2]]}|{\"a\":[1,[2],7]}",
                "append|{\"a\":1}|{\"a\":[1,7]}",
                "append|{}|{\"a\":[7]}"
            })
    void putsValues(String kind, String text, String expected) throws JsonFault {
        assertThat(after(Settings.of(kind, Map.of("a", "7")), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7|7",
                "-1.50e+3|-1.50e+3",
                "true|true",
                "null|null",
                "\"7\"|\"7\"",
                "seven|\"seven\"",
                "007|\"007\"",
                "true story|\"true story\"",
                "say \"hi\"|\"say \\\"hi\\\"\"",
                "{\"a\":[1]}|{\"a\":[1]}",
                "{method}|\"GET\"",
                "by {method}|\"by GET\"",
                "{\"m\":\"{method}\",\"n\":{method}}|{\"m\":\"GET\",\"n\":\"GET\"}",
                "\"{{method}\"|\"{method}\"",
            })
    void aValueIsJsonOrElseAString(String value, String expected) throws JsonFault {
        x.request().method(Method.GET, 0, 0);
        assertThat(after(Settings.of("set", Map.of("v", value)), "{}")).isEqualTo("{\"v\":" + expected + "}");
    }

    @Test
    void whatIsSetMakesTheObjectsThatItStandsInOnce() throws JsonFault {
        JsonEdits edits =
                Settings.of("set", new TreeMap<>(Map.of("a.b.c", "1", "a.b.d", "2", "a.e", "3", "l[0].x", "4")));
        assertThat(after(edits, "{}")).isEqualTo("{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e\":3}}");
        assertThat(after(edits, "{\"a\":{\"b\":{}},\"l\":[{}]}"))
                .isEqualTo("{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e\":3},\"l\":[{\"x\":4}]}");
    }

    /** Whoever a text comes from, it stays one string. */
    @Test
    void noPlaceholderEndsAString() throws JsonFault {
        String hostile = "\",\"admin\":true,\"x\":\"\\ \n\u0000\ud800";
        x.principal(new Principal("jwt", hostile, Optional.empty(), "", Set.of(), Set.of(), Map.of()));
        String expected = "\\\",\\\"admin\\\":true,\\\"x\\\":\\\"\\\\ \\u000a\\u0000\\ud800";
        assertThat(after(Settings.of("set", Map.of("s", "{subject}")), "{}")).isEqualTo("{\"s\":\"" + expected + "\"}");
        assertThat(after(Settings.template("{\"s\":\"<{subject}>\"}"), "{}"))
                .isEqualTo("{\"s\":\"<" + expected + ">\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{body}}|{\"data\":{\"a\":{\"b\":1.0},\"s\":\"x\\ty\"}}",
                "{\"n\":{body.a.b},\"t\":\"n={body.a.b}\"}|{\"n\":1.0,\"t\":\"n=1.0\"}",
                "[{body.s},\"{body.s}!\"]|[\"x\\ty\",\"x\\ty!\"]",
                "[{body.none},\"{body.none}\"]|[null,\"\"]",
                "[\"{body.a}\",{body.a},{body['a']}]|[\"{\\\"b\\\":1.0}\",{\"b\":1.0},{\"b\":1.0}]",
            })
    void aTemplateTakesMembersOfTheBody(String template, String expected) throws JsonFault {
        assertThat(after(Settings.template(template), " {\"a\":{\"b\":1.0},\"s\":\"x\\ty\"} "))
                .isEqualTo(expected);
    }

    @Test
    void whatIsNotChangedStaysByteForByte() throws JsonFault {
        String kept = "\"n\":[1.0,1e400,-0,123456789012345678901234567890.10,\"\\u0041\\/\\ud800\",{\"x\" : [ ] }]";
        assertThat(after(Settings.remove("a"), "{" + kept + ",\"a\":0}")).isEqualTo("{" + kept + "}");
        assertThat(after(Settings.remove("q"), "  5  ")).isEqualTo("  5  ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1|MALFORMED",
                "{\"a\":1}}|MALFORMED",
                "{\"a\":1} x|MALFORMED",
                "{a:1}|MALFORMED",
                "{'a':1}|MALFORMED",
                "{\"a\":01}|MALFORMED",
                "{\"a\":1,}|MALFORMED",
                "[NaN]|MALFORMED",
                "[1 /* c */]|MALFORMED",
                "\"\\x\"|MALFORMED",
                "\"\t\"|MALFORMED",
                "tru|MALFORMED",
                "{\"a\":1,\"a\":2}|DUPLICATE",
                "{\"a\":1,\"\\u0061\":2}|DUPLICATE",
                "{\"z\":[{\"a\":1,\"a\":2}]}|DUPLICATE"
            })
    void refusesWhatIsDoubtful(String text, JsonFault.Kind kind) {
        JsonFault fault = catchThrowableOfType(JsonFault.class, () -> after(Settings.remove("q"), text));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.line()).isEqualTo(1);
        assertThat(fault.column()).isBetween(1, text.length() + 2);
    }

    @Test
    void tellsTheLine() {
        JsonFault fault =
                catchThrowableOfType(JsonFault.class, () -> after(Settings.remove("q"), "{\n \"a\": 1,\n  b\n}"));
        assertThat(fault).hasMessage("MALFORMED at line 3, column 3");
    }

    @Test
    void refusesOtherEncodings() {
        List<byte[]> texts = List.of(
                "{}".getBytes(StandardCharsets.UTF_16LE),
                "{}".getBytes(StandardCharsets.UTF_16BE),
                "\ufeff{}".getBytes(StandardCharsets.UTF_8),
                "\ufeff{}".getBytes(StandardCharsets.UTF_16BE),
                new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}, // overlong
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, // a surrogate
                new byte[] {'"', (byte) 0xE9, '"'},
                new byte[0],
                new byte[] {' '});
        for (byte[] text : texts) {
            assertThatThrownBy(() -> new JsonEditor(Settings.remove("q"), Head.REQUEST).apply(text, x))
                    .isInstanceOf(JsonFault.class);
        }
    }

    @Test
    void boundsNesting() throws JsonFault {
        String good = "[".repeat(JsonCheck.MAX_DEPTH) + "]".repeat(JsonCheck.MAX_DEPTH);
        assertThat(after(Settings.remove("q"), good)).isEqualTo(good);
        for (String text : List.of("[" + good + "]", "[".repeat(100_000), "{\"a\":".repeat(100_000) + "1")) {
            JsonFault fault = catchThrowableOfType(JsonFault.class, () -> after(Settings.remove("q"), text));
            assertThat(fault.kind()).isEqualTo(JsonFault.Kind.TOO_DEEP);
        }
    }

    @Test
    void aShortTextCannotBecomeOneOfAnyLength() throws JsonFault {
        byte[] text = ("[" + "{},".repeat(100_000) + "{}]").getBytes(StandardCharsets.UTF_8);
        JsonEdits edits = Settings.of("set", Map.of("[*].v", "x".repeat(100)));
        JsonFault fault = catchThrowableOfType(
                JsonFault.class, () -> new JsonEditor(edits, Head.REQUEST, text.length).apply(text, x));
        assertThat(fault.kind()).isEqualTo(JsonFault.Kind.TOO_LONG);
        JsonEdits few = Settings.of("set", Map.of("[*].v", "x"));
        assertThat(new JsonEditor(few, Head.REQUEST, text.length).apply(text, x))
                .hasSize(text.length + 100_001 * "\"v\":\"x\"".length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ".a",
                "a.",
                "a..b",
                "a[",
                "a[]",
                "a[-1]",
                "a[x]",
                "a b",
                "a[*",
                "['']",
                "a['b]",
                "[0]a",
                "a\r\nb",
                "a.[0]",
                "a[9999999999]"
            })
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> new JsonEditor(Settings.remove(path), Head.REQUEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("remove: ")
                .hasMessageContaining("(expected: a path of at most 32 steps");
    }

    @Test
    void refusesWhatCannotWork() {
        refuses(Settings.remove("a.b", "a"), "remove: a.b, a (expected: no path at or within another one)");
        refuses(Settings.remove("l[*]", "l[3].x"), "remove: l[*], l[3].x (expected: no path");
        refuses(Settings.of("rename", Map.of("l[0]", "x")), "rename: l[0] (expected: a path that ends in a name)");
        refuses(Settings.of("rename", Map.of("a", "a")), "rename: a, a (expected: no path");
        refuses(Settings.of("move", Map.of("l[*].a", "x")), "move: l[*].a: x (expected: single values");
        refuses(Settings.of("set", Map.of("a", "{\"b\":}")), "set.a: {\"b\":} (expected: JSON; line 1, column ");
        refuses(Settings.of("set", Map.of("a", "[x]")), "set.a: [x] (expected: JSON; line 1, column ");
        refuses(Settings.of("set", Map.of("a", "{nobody}")), "set.a: {nobody} (expected: {clientAddress}");
        refuses(
                Settings.of("set", Map.of("a", "{status}")),
                "set.a: {status} (expected: only in settings of responses");
        refuses(Settings.template("{\"a\":{body.x}"), "template: ");
        refuses(Settings.template("[{body.l[*]}]"), "template: {body.l[*]} (expected: one member");
    }

    private static void refuses(JsonEdits edits, String message) {
        assertThatThrownBy(() -> new JsonEditor(edits, Head.REQUEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
