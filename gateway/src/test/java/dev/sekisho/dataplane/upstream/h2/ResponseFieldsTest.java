package dev.sekisho.dataplane.upstream.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseRules.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Field sections become heads as the parser of HTTP/1.1 leaves them, or nothing. */
class ResponseFieldsTest {

    private final ResponseFields fields = new ResponseFields();
    private final ResponseHead head = new ResponseHead();

    private static Http2Headers section(String... fields) {
        Http2Headers section = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            section.add(fields[i], fields[i + 1]);
        }
        return section;
    }

    private Body read(String... section) {
        return fields.read(section(section), head, Method.GET);
    }

    private String written() {
        ByteBuf out = Unpooled.buffer();
        head.headers().writeTo(out);
        String text = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return text;
    }

    @Test
    void fieldsBecomeLines() {
        assertThat(read(":status", "200", "x-one", "1", "set-cookie", "a=b", "set-cookie", "c=d", "empty", ""))
                .isEqualTo(Body.UNTIL_CLOSE);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(written()).isEqualTo("x-one: 1\r\nset-cookie: a=b\r\nset-cookie: c=d\r\nempty: \r\n");
        assertThat(head.headers().getAll(HeaderName.SET_COOKIE)).containsExactly("a=b", "c=d");
        assertThat(head.headers().get(HeaderName.of("Empty"))).contains("");
    }

    @Test
    void theHeadBeforeLeavesNothing() {
        read(":status", "200", "x-one", "1", "content-length", "5");
        assertThat(read(":status", "404", "x-two", "2")).isEqualTo(Body.UNTIL_CLOSE);
        assertThat(head.status()).isEqualTo(404);
        assertThat(written()).isEqualTo("x-two: 2\r\n");
        assertThat(head.contentLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"GET, 200, 5, LENGTH, 5", "GET, 200, 0, NONE, 0", "HEAD, 200, 5, NONE, 5", "GET, 304, 5, NONE, 5"})
    void theLengthIsThatOfTheField(String method, String status, String length, Body framing, long expected) {
        Http2Headers section = section(":status", status, "content-length", length);
        assertThat(fields.read(section, head, Method.of(method))).isEqualTo(framing);
        assertThat(head.contentLength()).isEqualTo(expected);
    }

    @Test
    void whatMustHaveNoLengthLosesIt() {
        assertThat(read(":status", "204", "content-length", "5")).isEqualTo(Body.NONE);
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x=y",
                ":status=200 :status=200",
                ":status=20",
                ":status=2000",
                ":status=abc",
                ":status=099",
                ":status=600",
                ":status=",
                ":status=200 :path=/",
                ":status=200 X=y",
                ":status=200 =y",
                ":status=200 x(=y",
                ":status=200 x=a\rb",
                ":status=200 x=a\nb",
                ":status=200 x=a\0b",
                ":status=200 x=a\u007F",
                ":status=200 x=\ta",
                ":status=200 x=a\t",
                ":status=200 connection=close",
                ":status=200 te=trailers",
                ":status=200 keep-alive=5",
                ":status=200 proxy-connection=x",
                ":status=200 transfer-encoding=chunked",
                ":status=200 upgrade=h2c",
                ":status=200 content-length=1 content-length=1",
                ":status=200 content-length=-1",
                ":status=200 content-length=",
                ":status=200 content-length=1,1",
                ":status=200 x=\u0100",
                ":status=200 \u0178=y"
            })
    void malformedSectionsAreRefused(String text) {
        Http2Headers section = new DefaultHttp2Headers(false);
        for (String field : text.split(" ")) {
            if (!field.isEmpty()) {
                section.add(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
            }
        }
        assertThat(fields.read(section, head, Method.GET)).isEqualTo(Body.INVALID);
    }

    @Test
    void sectionsMayBeLargeButNotTooLarge() {
        String[] most = new String[2 + 2 * 256];
        java.util.Arrays.setAll(most, i -> i % 2 == 0 ? "x" + i : "y");
        most[0] = ":status";
        most[1] = "200";
        assertThat(read(most)).isEqualTo(Body.UNTIL_CLOSE);
        String[] more = java.util.Arrays.copyOf(most, most.length + 2);
        more[most.length] = "one";
        more[most.length + 1] = "more";
        assertThat(read(more)).isEqualTo(Body.INVALID);
        assertThat(read(":status", "200", "x", "y".repeat(60_000))).isEqualTo(Body.UNTIL_CLOSE);
        assertThat(read(":status", "200", "x", "y".repeat(66_000))).isEqualTo(Body.INVALID);
    }

    /** Whatever the bytes are: no line is split, and what is read is what was sent. */
    @Test
    void noFieldBecomesTwo() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            String name = random(random, 3);
            String value = random(random, 6);
            if (read(":status", "200", name, value, "last", "field") != Body.INVALID) {
                assertThat(written()).isEqualTo(name + ": " + value + "\r\nlast: field\r\n");
                assertThat(head.headers().count()).isEqualTo(2);
            }
        }
    }

    private static String random(Random random, int most) {
        String some = "ab-A:\r\n\0 \t\u007F\u00FFz09";
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(some.charAt(random.nextInt(some.length())));
        }
        return text.toString();
    }

    private static @Nullable String trailers(String... section) {
        ByteBuf lines = ResponseFields.trailers(section(section));
        if (lines == null) {
            return null;
        }
        String text = lines.toString(StandardCharsets.ISO_8859_1);
        lines.release();
        return text;
    }

    @Test
    void trailersPassLessThoseThatMustNot() {
        assertThat(trailers(
                        "grpc-status",
                        "0",
                        "set-cookie",
                        "a=b",
                        "authorization",
                        "x",
                        "x-user-id",
                        "root",
                        "host",
                        "h"))
                .isEqualTo("grpc-status: 0\r\n");
        assertThat(trailers()).isEmpty();
        assertThat(trailers("grpc-message", "a%20b", "content-length", "3")).isEqualTo("grpc-message: a%20b\r\n");
    }

    @Test
    void malformedTrailersAreRefused() {
        assertThat(trailers(":status", "200")).isNull();
        assertThat(trailers("X", "y")).isNull();
        assertThat(trailers("x", "a\r\nb: c")).isNull();
        assertThat(trailers("connection", "close")).isNull();
        assertThat(trailers("x", "y".repeat(9_000))).isNull();
    }
}
