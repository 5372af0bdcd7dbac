package dev.sekisho.policy.substitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.substitution.SubstitutionConfig.EntityTag;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import dev.sekisho.policy.substitution.SubstitutionConfig.LastModified;
import dev.sekisho.policy.substitution.SubstitutionConfig.Replace;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are searched, what their heads say, and what is put in. */
class SubstitutionTest {

    private final Substitution type = new Substitution();
    private final ChainHarness harness = new ChainHarness();

    private static Replace replace(String find, String with, Escape escape) {
        return new Replace(find, with, false, false, escape);
    }

    private Policy policy(LastModified lastModified, Replace... replace) {
        return type.create(
                new SubstitutionConfig(List.of(replace), List.of(), lastModified, EntityTag.WEAKEN),
                PolicyContext.OFFLINE);
    }

    private Policy foo() {
        return policy(LastModified.DROP, replace("foo", "bar!", Escape.HTML));
    }

    /** The fields of the answer; its body is in the harness. */
    private String ask(Policy policy, Method method, int status, String target, String body, String... fields) {
        Exchange x = harness.exchange(
                y -> {
                    assertThat(y.request().headers().contains(HeaderName.ACCEPT_ENCODING))
                            .as("what the upstream learns")
                            .isFalse();
                    y.response().clear();
                    y.response().status(status);
                    y.response().contentLength(body.length());
                    for (int i = 0; i < fields.length; i += 2) {
                        ChainHarness.field(y.response().headers(), fields[i], fields[i + 1]);
                    }
                    ChainRunner.upstreamHead(y, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8), true);
                },
                policy);
        Asked.fill(x.request(), target, "Accept-Encoding: gzip", "If-None-Match: W/\"1\"");
        x.request().method(method, 0, 0);
        ChainRunner.start(x);
        ChainRunner.end(x);
        return harness.fields();
    }

    @Test
    void replacesAndSaysNothingOfTheBodyThatWas() {
        String fields = ask(
                foo(),
                Method.GET,
                200,
                "/",
                "<p>foo</p>",
                "Content-Type",
                "text/html; charset=utf-8",
                "Content-Length",
                "10",
                "ETag",
                "\"1\"",
                "Last-Modified",
                "Tue, 15 Nov 1994 12:45:26 GMT",
                "Accept-Ranges",
                "bytes");
        assertThat(fields).isEqualTo("Content-Type: text/html; charset=utf-8\nETag: W/\"1\"\n");
        assertThat(harness.body()).isEqualTo("<p>bar!</p>");
    }

    @Test
    void headSaysWhatGetWouldSayButTheLength() {
        assertThat(ask(
                        foo(),
                        Method.HEAD,
                        200,
                        "/",
                        "",
                        "Content-Type",
                        "text/html",
                        "Content-Length",
                        "3",
                        "ETag",
                        "\"1\""))
                .isEqualTo("Content-Type: text/html\nETag: W/\"1\"\n");
    }

    @Test
    void lastModifiedMayStay() {
        Policy keep = policy(LastModified.KEEP, replace("foo", "x", Escape.HTML));
        assertThat(ask(keep, Method.GET, 200, "/", "foo", "Content-Type", "text/html", "Last-Modified", "x"))
                .contains("Last-Modified: x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200|Content-Type|text/css",
                "200|X-None|1",
                "200|Content-Type|text/html|Content-Encoding|gzip",
                "200|Content-Type|text/html|Content-Range|bytes 0-2/9",
                "206|Content-Type|text/html"
            })
    void leavesAlone(String answer) {
        String[] parts = answer.split("\\|", -1);
        String[] fields = Arrays.copyOfRange(parts, 1, parts.length + 2);
        fields[fields.length - 2] = "ETag";
        fields[fields.length - 1] = "\"1\"";
        assertThat(ask(foo(), Method.GET, Integer.parseInt(parts[0]), "/", "foo", fields))
                .contains("ETag: \"1\"");
        assertThat(harness.body()).isEqualTo("foo");
    }

    @Test
    void theEtagOfWhatIsNotModifiedIsTheOneThatTheClientHas() {
        assertThat(ask(foo(), Method.GET, 304, "/", "", "ETag", "\"1\"")).isEqualTo("ETag: W/\"1\"\n");
    }

    @Test
    void valuesAreTextInHtmlUnlessTheyAreWantedAsTheyAre() {
        Policy escaped =
                policy(LastModified.DROP, replace("foo", "<b title='{path}'>{{host}</b>\n\u00e4", Escape.HTML));
        ask(escaped, Method.GET, 200, "/a'b\"&<c>", "foo foo", "Content-Type", "text/html");
        assertThat(harness.body()).contains("<b title='").contains("'>{host}</b>\n\u00e4 ");
        String inserted =
                harness.body().substring("<b title='".length(), harness.body().indexOf("'>{host}"));
        assertThat(inserted)
                .startsWith("/a")
                .doesNotContain("'", "\"", "<", ">")
                .contains("&#39;b");
        Policy plain = policy(LastModified.DROP, replace("foo", "{path}", Escape.NONE));
        ask(plain, Method.GET, 200, "/a'b", "foo", "Content-Type", "text/html");
        assertThat(harness.body()).isEqualTo("/a'b");
    }

    @Test
    void partsOfRequestAndResponseAreTextInHtmlInEveryEncoding() {
        Policy policy =
                policy(LastModified.DROP, replace("foo", "{query.q} {status} {header.Accept-Encoding}", Escape.HTML));
        ask(policy, Method.GET, 200, "/?q=%3Cb%3E%C3%A9%00", "foo", "Content-Type", "text/html");
        assertThat(harness.body()).isEqualTo("&#60;b&#62;&#233;&#65533; 200 ");
    }

    @Test
    void bracesThatAreNoPlaceholdersStay() {
        Policy css = policy(LastModified.DROP, replace("foo", "a{color:red} {} {1} {x y}", Escape.HTML));
        ask(css, Method.GET, 200, "/", "foo", "Content-Type", "text/html");
        assertThat(harness.body()).isEqualTo("a{color:red} {} {1} {x y}");
    }

    @Test
    void refusesWhatCannotWork() {
        refused("replace: 0 entries (expected: 1 to 64)");
        refused(
                "replace: 65 entries (expected: 1 to 64)",
                Collections.nCopies(65, replace("a", "b", Escape.HTML)).toArray(Replace[]::new));
        refused("replace[0].find: 0 bytes (expected: 1 to 1024)", replace("", "b", Escape.HTML));
        refused("replace[0].find: 1025 bytes (expected: 1 to 1024)", replace("a".repeat(1025), "", Escape.HTML));
        refused("replace[0].with: {nobody} (expected: ", replace("a", "{nobody}", Escape.HTML));
    }

    @Test
    void theEntityTagMayGo() {
        Policy drops = type.create(
                new SubstitutionConfig(
                        List.of(replace("foo", "bar", Escape.HTML)), List.of(), LastModified.KEEP, EntityTag.DROP),
                PolicyContext.OFFLINE);
        assertThat(ask(
                        drops,
                        Method.GET,
                        200,
                        "/",
                        "foo",
                        "Content-Type",
                        "text/html",
                        "ETag",
                        "\"1\"",
                        "Last-Modified",
                        "x"))
                .contains("Last-Modified: x\n")
                .doesNotContain("ETag");
        assertThat(ask(drops, Method.GET, 200, "/", "foo", "Content-Type", "text/css", "ETag", "\"1\""))
                .contains("ETag: \"1\"\n");
    }

    private void refused(String message, Replace... replace) {
        assertThatThrownBy(() -> policy(LastModified.DROP, replace))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void saysWhatItDoes() {
        SubstitutionConfig config = new SubstitutionConfig(
                List.of(new Replace("</head>", "x", true, true, Escape.HTML), replace("foo\n", "bar", Escape.HTML)),
                List.of("text/html", "text/css"),
                LastModified.DROP,
                EntityTag.WEAKEN);
        assertThat(type.describe(config))
                .isEqualTo("replaces \"</head>\" once in any case, \"foo\\u000a\" in text/html, text/css");
    }
}
