package dev.sekisho.telemetry.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.traffic.CapturedAnswer;
import dev.sekisho.model.Compare;
import dev.sekisho.model.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What counts as a difference, and how it is told. */
class ComparisonTest {

    private static final Comparison PLAIN = new Comparison(rules(List.of(), List.of(), true));

    private static Compare rules(List<String> headers, List<String> json, boolean shown) {
        return new Compare(headers, json, new Size(1 << 10), 10, shown);
    }

    private static List<String> found(Comparison by, CapturedAnswer one, CapturedAnswer other) {
        return by.of(one, other).stream()
                .map(d -> d.kind() + " " + d.where() + " " + d.answer() + " | " + d.shadow())
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes(text));
        }
        return out.toByteArray();
    }

    @Test
    void order_of_names_and_spelling_of_numbers_mean_nothing() {
        assertThat(PLAIN.of(Answers.json("{\"a\":1,\"b\":[1.0,2]}"), Answers.json("{ \"b\": [1, 2e0], \"a\": 1 }")))
                .isEmpty();
    }

    @Test
    void each_place_that_differs_is_told() {
        assertThat(found(
                        PLAIN,
                        Answers.json("{\"a\":1,\"b\":[{\"c/d\":\"x\"}],\"e\":null}"),
                        Answers.json("{\"a\":2,\"b\":[{\"c/d\":\"y\"},3]}")))
                .containsExactly(
                        "BODY /a 1 | 2", "BODY /b/0/c~1d x | y", "BODY /b/1 missing | 3", "BODY /e null | missing");
    }

    @Test
    void pointers_with_any_name_or_index_are_ignored() {
        Comparison by = new Comparison(rules(List.of(), List.of("/items/*/at", "/trace~1id"), true));
        assertThat(by.of(
                        Answers.json("{\"items\":[{\"at\":1},{\"at\":2}],\"trace/id\":\"a\"}"),
                        Answers.json("{\"items\":[{\"at\":3},{}],\"trace/id\":\"b\"}")))
                .isEmpty();
        assertThat(by.of(
                        Answers.json("{\"items\":{\"x\":{\"by\":1}}}"), Answers.json("{\"items\":{\"x\":{\"by\":2}}}")))
                .hasSize(1);
    }

    @Test
    void status_and_headers_are_compared_but_for_those_that_always_differ() {
        Comparison by = new Comparison(rules(List.of("X-Node"), List.of(), true));
        CapturedAnswer one = Answers.of(200, bytes("a"), "Date: 1", "X-Node: a", "ETag: 1", "Content-Length: 1");
        CapturedAnswer other = Answers.of(500, bytes("a"), "Date: 2", "x-node: b", "Content-Length: 9", "X-New: n");
        assertThat(found(by, one, other))
                .containsExactly("STATUS  200 | 500", "HEADER etag 1 | missing", "HEADER x-new missing | n");
    }

    @Test
    void cookies_are_never_shown_and_other_values_only_where_wanted() {
        Comparison secret = new Comparison(rules(List.of(), List.of(), false));
        assertThat(found(PLAIN, Answers.json("{}", "Set-Cookie: s=1"), Answers.json("{}", "Set-Cookie: s=2")))
                .containsExactly("HEADER set-cookie [redacted] | [redacted]");
        assertThat(found(secret, Answers.json("{\"t\":\"abc\",\"n\":1}"), Answers.json("{\"t\":[],\"n\":22}")))
                .containsExactly("BODY /t text of 3 | array of 0", "BODY /n number | number");
    }

    @Test
    void packed_bodies_are_compared_unpacked() throws IOException {
        CapturedAnswer packed = Answers.of(
                200, gzip("{\"a\":1}"), "Content-Type: application/problem+json;q=1", "Content-Encoding: gzip");
        CapturedAnswer plain = Answers.of(
                200, bytes("{ \"a\": 1 }"), "Content-Type: application/problem+json;q=1", "Content-Encoding: identity");
        assertThat(found(new Comparison(rules(List.of("content-encoding"), List.of(), true)), packed, plain))
                .isEmpty();
    }

    @Test
    void hostile_bodies_are_compared_byte_for_byte() throws IOException {
        String deep = "[".repeat(100_000);
        assertThat(found(PLAIN, Answers.json(deep), Answers.json(deep + " ")))
                .containsExactly("BODY  100000 bytes | 100001 bytes");
        assertThat(found(PLAIN, Answers.json("{\"a\":1,\"a\":2}"), Answers.json("{\"a\":2}")))
                .containsExactly("BODY  13 bytes | 7 bytes");
        assertThat(found(PLAIN, Answers.json("1e999999999"), Answers.json("2e999999999")))
                .hasSize(1);
        CapturedAnswer bomb = Answers.of(200, gzip(" ".repeat(1 << 20)), "Content-Encoding: gzip");
        CapturedAnswer other = Answers.of(200, bytes("x"), "Content-Encoding: gzip");
        assertThat(PLAIN.of(bomb, other)).hasSize(1);
    }

    @Test
    void very_many_differences_are_cut() {
        String ones = "[" + "1,".repeat(499) + "1]";
        assertThat(PLAIN.of(Answers.json(ones), Answers.json(ones.replace('1', '2'))))
                .hasSize(100);
    }
}
