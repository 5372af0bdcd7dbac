package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.BodyTemplate.Form;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodyTemplateTest {

    private final ChainHarness harness = new ChainHarness();

    /** An exchange whose path is that text, as no parser would let it through. */
    private Exchange path(String text) {
        Exchange x = harness.exchange();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int start = x.request().headers().end();
        x.request().headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        x.request().path(start, start + bytes.length);
        return x;
    }

    private String render(Form form, String template, String path) {
        BodyTemplate body = BodyTemplate.parse("body", template, form, Set.of("own"));
        return new String(body.render(path(path), Map.of("own", path)), StandardCharsets.UTF_8);
    }

    @Test
    void what_begins_no_placeholder_stands_for_itself() {
        String json = "{\"a\": {\"b\": 1}, \"日\": {{path}}";
        BodyTemplate body = BodyTemplate.parse("body", json, Form.JSON, Set.of());
        assertThat(body.isFixed()).isTrue();
        assertThat(new String(body.fixed(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": {\"b\": 1}, \"日\": {path}}");
    }

    @Test
    void values_are_escaped_for_their_form() {
        String hostile = "/\"'\\<b>&`\u0001\n";
        assertThat(render(Form.TEXT, "{path}", hostile)).isEqualTo("/\"'\\<b>&`??");
        assertThat(render(Form.JSON, "{path}", hostile))
                .isEqualTo("/\\u0022'\\u005c\\u003cb\\u003e\\u0026`\\u0001\\u000a");
        assertThat(render(Form.MARKUP, "{path}{own}", "<'\"")).isEqualTo("&#60;&#39;&#34;&#60;&#39;&#34;");
    }

    /** Whatever a request holds, a value ends no string and begins no markup. */
    @Test
    void no_value_leaves_its_place() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 20; j++) {
                text.append((char) random.nextInt(256));
            }
            assertThat(render(Form.JSON, "{path}", text.toString())).doesNotContain("\"", "\n", "<");
            assertThat(render(Form.JSON, "{path}", text.toString()).replaceAll("\\\\u[0-9a-f]{4}", ""))
                    .doesNotContain("\\");
            assertThat(render(Form.MARKUP, "{path}", text.toString())).doesNotContain("<", ">", "\"", "'", "`");
        }
    }

    @Test
    void an_unknown_placeholder_is_refused() {
        assertThatThrownBy(() -> BodyTemplate.parse("body", "{nope}", Form.TEXT, Set.of("status", "error")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("body: {nope} (expected: ")
                .hasMessageEndingWith("here also {error}, {status}");
    }
}
