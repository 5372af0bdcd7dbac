package dev.sekisho.dataplane.upstream.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseParser;
import dev.sekisho.dataplane.http1.ResponseRules;
import dev.sekisho.dataplane.http2.HeadFields;
import dev.sekisho.fuzz.Pairs;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A response head of HTTP/2 is refused, or written as HTTP/1.1 its parser takes it, with the same meaning. */
class ResponseFieldsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void sections(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "sections", ResponseFieldsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        Http2Headers section = new DefaultHttp2Headers(false);
        Pairs.of(input).forEach(pair -> section.add(pair.name(), pair.value()));
        trailers(section);
        boolean taken = false;
        for (Method method : new Method[] {Method.GET, Method.HEAD}) {
            ResponseHead head = new ResponseHead();
            ResponseRules.Body framing = new ResponseFields().read(section, head, method);
            if (framing != ResponseRules.Body.INVALID) {
                compare(head, framing, method);
                taken = true;
            }
        }
        return taken;
    }

    private static void compare(ResponseHead head, ResponseRules.Body framing, Method method) {
        Headers headers = head.headers();
        StringBuilder text =
                new StringBuilder("HTTP/1.1 ").append(head.status()).append(" \r\n");
        for (int i = 0; i < headers.count(); i++) {
            text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        ByteBuf in = Unpooled.copiedBuffer(text.append("\r\n"), StandardCharsets.ISO_8859_1);
        ResponseParser parser = new ResponseParser();
        ResponseHead parsed = new ResponseHead();
        assertThat(parser.parse(parsed, in) && !parser.isRefused())
                .as("%s", text)
                .isTrue();
        assertThat(in.isReadable()).as("a second response").isFalse();
        assertThat(new ResponseRules().apply(parsed, method)).isEqualTo(framing);
        assertThat(parsed.status()).isEqualTo(head.status());
        assertThat(parsed.contentLength()).isEqualTo(head.contentLength());
        assertThat(parsed.headers().toString()).isEqualTo(headers.toString());
    }

    /** Trailers that pass are fields that pass once more. */
    private static void trailers(Http2Headers section) {
        ByteBuf lines = ResponseFields.trailers(section);
        if (lines != null) {
            HeadFields fields = HeadFields.ofLines(ByteBufUtil.getBytes(lines));
            ByteBuf again = ResponseFields.trailers(fields);
            assertThat(again).isEqualTo(lines);
            lines.release();
        }
    }
}
