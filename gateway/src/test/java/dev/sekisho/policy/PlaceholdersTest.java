package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.FieldNames.Head;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values tell of requests, routes and responses. */
class PlaceholdersTest {

    private static final HeaderName NAME = HeaderName.of("X-Value");

    private final Exchange x = exchange("PATCH", "/users/a%2Fb/x", "a=1%202&b=%0d%0aX:&c&a=2&%61b=3");

    private static Exchange exchange(String method, String path, String query) {
        ChainHarness harness = new ChainHarness();
        Exchange x = harness.exchange();
        x.route(new ServedRoute(
                "users", "backend", 1, List.of(), harness.backend, Map.of(), false, List.of("userId", "rest")));
        RequestHead head = x.request();
        head.method(Method.of(method), put(head, method), head.headers().end());
        int start = put(head, path);
        head.path(start, head.headers().end());
        x.capture(0, start + 7, start + 12);
        x.capture(1, start + 13, start + 14);
        head.query(put(head, query), head.headers().end());
        ChainHarness.field(head.headers(), "X-Two", "one");
        ChainHarness.field(head.headers(), "x-two", "caf\u00c3\u00a9");
        ChainHarness.field(head.headers(), "Cookie", "theme=dark; session=s1");
        ChainHarness.field(head.headers(), "Cookie", "more=2");
        ChainHarness.field(head.headers(), "X-Forwarded-Proto", "https");
        ChainHarness.field(x.response().headers(), "Location", "/there");
        x.response().status(404);
        return x;
    }

    private static int put(RequestHead head, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int start = head.headers().end();
        head.headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        return start;
    }

    private String written(String value) {
        Headers headers = new Headers();
        FieldValue.parse("set", value, Head.RESPONSE).addTo(headers, NAME, x);
        return headers.get(NAME).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{method}|PATCH",
                "{scheme}|https",
                "{path.userId}|a%2Fb",
                "{path.rest}|x",
                "{path.nobody}|''",
                "{query}|a=1%202&b=%0d%0aX:&c&a=2&%61b=3",
                "{search}|?a=1%202&b=%0d%0aX:&c&a=2&%61b=3",
                "{query.a}|1 2",
                "{query.b}|%0D%0AX:",
                "{query.c}|''",
                "{query.ab}|3",
                "{query.none}|''",
                "{header.x-TWO}|one, caf\u00c3\u00a9",
                "{header.X-None}|''",
                "{cookie.session}|s1",
                "{cookie.more}|2",
                "{cookie.none}|''",
                "{route}/{service}|users/backend",
                "{status}|404",
                "{responseHeader.location}|/there",
                "{path.a b}|{path.a b}",
                "{query.}|{query.}"
            })
    void standForPartsOfTheExchange(String value, String expected) {
        assertThat(written(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/u/{path.userId}/{query.a}|/u/a%2Fb/1%202",
                "{path}/more|/users/a%2Fb/x/more",
                "/{query.b}|/%0D%0AX%3A",
                "/{header.X-Two}|/one%2C%20caf%C3%A9",
                "/fixed%20{method}|/fixed%20PATCH"
            })
    void inPathsOnlyPathsKeepTheirForm(String value, String expected) {
        assertThat(FieldValue.template("path", value, Head.REQUEST).path(x)).isEqualTo(expected);
    }

    @Test
    void asTextsTheyAreDecoded() {
        assertThat(FieldValue.template("set", "\u00e9 {path.userId} {query.b} {header.X-Two}", Head.REQUEST)
                        .text(x))
                .isEqualTo("\u00e9 a/b \r\nX: one, caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{status}", "{responseHeader.Location}"})
    void thereIsNoResponseYetWhileTheRequestIsChanged(String value) {
        assertThatThrownBy(() -> FieldValue.parse("set.X-A", value))
                .hasMessage("set.X-A: " + value + " (expected: only in settings of responses; there is none yet)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{header.a(b}", "{header.\u00e9}"})
    void refusesNamesThatNoFieldHas(String value) {
        assertThatThrownBy(() -> FieldValue.template("set", value, Head.REQUEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 9110");
    }

    @Test
    void costNoAllocation() {
        FieldValue value = FieldValue.parse(
                "set",
                "{method}{scheme}{path.userId}{query}{header.X-Two}{cookie.session}{route}{service}{status}",
                Head.RESPONSE);
        Headers headers = new Headers();
        double bytes = Allocation.perRun(() -> {
            headers.clear();
            value.addTo(headers, NAME, x);
        });
        assertThat(bytes).isLessThan(0.1);
    }
}
