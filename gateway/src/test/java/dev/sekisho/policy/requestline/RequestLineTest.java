package dev.sekisho.policy.requestline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.policy.ParameterEdits;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {

    private final RequestLine type = new RequestLine();
    private final ChainHarness harness = new ChainHarness();

    private static RequestLineConfig path(String path) {
        return new RequestLineConfig(Optional.empty(), Optional.of(path), Optional.empty(), ParameterEdits.NONE);
    }

    private static RequestLineConfig method(String method) {
        return new RequestLineConfig(Optional.of(method), Optional.empty(), Optional.empty(), ParameterEdits.NONE);
    }

    private static RequestLineConfig regex(String pattern, String replacement) {
        return new RequestLineConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RegexRewrite(pattern, replacement)),
                ParameterEdits.NONE);
    }

    private Exchange exchange(RequestLineConfig config, String path, String query) {
        Exchange x = harness.exchange(type.create(config));
        RequestHead head = x.request();
        byte[] bytes = (path + query).getBytes(StandardCharsets.ISO_8859_1);
        head.headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        head.path(0, path.length());
        head.query(path.length(), bytes.length);
        return x;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "/a b", "/a?b", "/a#b", "/\u00e9", "/a\r\nX: y", "http://x/", "/a\\b", "/{userId}"})
    void refusesPathsThatCannotBeOne(String path) {
        assertThatThrownBy(() -> type.create(path(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: ")
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET ", "HEAD", "CONNECT", "TRACE", "G\r\nX"})
    void refusesMethodsThatCannotTakeAnothersPlace(String method) {
        assertThatThrownBy(() -> type.create(method(method)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("method: ");
    }

    @ParameterizedTest
    @CsvSource({"(, /x", "a(b, /x", "((a{1000}){1000}){1000}, /x", "^/(.*)$, /$2", "^/(?P<a>.*)$, /${b}"})
    void refusesExpressionsThatCannotWork(String pattern, String replacement) {
        assertThatThrownBy(() -> type.create(regex(pattern, replacement)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("regex.");
    }

    @Test
    void refusesTwoWaysToOnePath() {
        RequestLineConfig both = new RequestLineConfig(
                Optional.empty(), Optional.of("/a"), Optional.of(new RegexRewrite("a", "b")), ParameterEdits.NONE);
        assertThatThrownBy(() -> type.create(both)).hasMessage("path and regex: both (expected: at most one of them)");
    }

    @ParameterizedTest
    @CsvSource({
        "^/v(\\d+)/(.*)$, '/$2/v$1', /v3/users/x, /users/x/v3",
        "^/(?P<who>[a-z]+), '/by/${who}', /ann/x, /by/ann/x",
        "nothing, '/x', /a, /a",
        "/$, '', /a/b/, /a/b"
    })
    void expressionsReplaceTheirFirstMatch(String pattern, String replacement, String before, String after) {
        Exchange x = exchange(regex(pattern, replacement), before, "");
        ChainRunner.start(x);
        assertThat(x.request().forwardText()).isEqualTo(after);
        assertThat(x.request().pathText()).as("what the client asked for").isEqualTo(before);
    }

    /** Whatever a client sends, the path is below where the configuration points, or refused. */
    @Test
    void noParameterLeadsOutOfThePath() {
        Random random = new Random(5);
        String alphabet = "./\\%2eEfF5cC0?#; a";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder("to=");
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ChainHarness own = new ChainHarness();
            Exchange x = own.exchange(type.create(path("/files/{query.to}/end")));
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            x.request().headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
            x.request().query(0, bytes.length);
            ChainRunner.start(x);
            if (own.backendCalls() == 1) {
                assertThat(x.request().forwardText()).as(text.toString()).matches("/files/([^/?#\\\\ ]+/)?end");
            } else {
                assertThat(own.status()).isEqualTo(400);
            }
            ChainRunner.end(x);
        }
    }

    @Test
    void anEmptiedQueryLosesItsMark() {
        ParameterEdits edits =
                new ParameterEdits(List.of("a"), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
        RequestLineConfig config = new RequestLineConfig(Optional.empty(), Optional.empty(), Optional.empty(), edits);
        Exchange x = exchange(config, "/p", "a=1");
        ChainRunner.start(x);
        assertThat(x.request().queryText()).isEmpty();
        assertThat(x.request().isTargetChanged()).isTrue();
    }

    @Test
    void saysWhatItDoes() {
        ParameterEdits edits = new ParameterEdits(
                List.of("a"),
                List.of("b"),
                Map.of("c", "d"),
                Map.of(),
                Map.of("e", "secret"),
                Map.of(),
                Map.of(),
                Map.of());
        assertThat(type.describe(new RequestLineConfig(
                        Optional.of("POST"), Optional.of("/x/{path.id}"), Optional.empty(), edits)))
                .isEqualTo(
                        "asks by POST; for /x/{path.id}; removes a, keeps only b, renames c to d, sets e in the query");
        assertThat(type.describe(regex("a", "b"))).isEqualTo("replaces a in the path");
    }
}
