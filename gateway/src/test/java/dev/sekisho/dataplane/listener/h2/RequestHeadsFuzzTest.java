package dev.sekisho.dataplane.listener.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.http2.FieldBlock;
import dev.sekisho.fuzz.Pairs;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A head that HTTP/2 brings, whatever its names and values are, is refused, or written as HTTP/1.1 it is a request that the
 * parser of HTTP/1.1 takes, with the same meaning. So nothing can be smuggled from one to the other.
 */
class RequestHeadsFuzzTest {

    private static final HeadLimits LIMITS = new HeadLimits(1 << 20, 1_000, 1 << 20);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void blocks(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "blocks", RequestHeadsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        FieldBlock block = new FieldBlock(100).next();
        Pairs.of(input).forEach(pair -> block.add(pair.name(), pair.value()));
        if (!block.fault().isEmpty() || block.isTooLong()) {
            return false;
        }
        boolean last = RequestHeads.fill(new RequestHead(), block, true, LIMITS) == Reason.NONE;
        RequestHead head = new RequestHead();
        if (RequestHeads.fill(head, block, false, LIMITS) != Reason.NONE) {
            assertThat(last).as("refused with a body, taken without").isFalse();
            return false;
        }
        RequestHead parsed = parsed(head);
        assertThat(told(parsed)).isEqualTo(told(head));
        boolean measured = head.headers().contains(HeaderName.CONTENT_LENGTH);
        assertThat(head.contentLength()).isEqualTo(measured ? parsed.contentLength() : -1);
        assertThat(last).isEqualTo(parsed.contentLength() == 0);
        return true;
    }

    private static RequestHead parsed(RequestHead head) {
        Headers headers = head.headers();
        StringBuilder text = new StringBuilder(head.methodText()).append(' ');
        text.append(text(headers, head.targetStart(), head.targetEnd())).append(" HTTP/1.1\r\n");
        for (int i = 0; i < headers.count(); i++) {
            text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        ByteBuf in = Unpooled.copiedBuffer(text.append("\r\n"), StandardCharsets.ISO_8859_1);
        RequestParser parser = new RequestParser(LIMITS);
        RequestHead parsed = new RequestHead();
        assertThat(parser.parse(parsed, in)).isTrue();
        assertThat(parser.refused()).isEqualTo(Reason.NONE);
        assertThat(in.isReadable()).as("a second request").isFalse();
        return parsed;
    }

    private static List<String> told(RequestHead head) {
        Headers headers = head.headers();
        List<String> told = new ArrayList<>(List.of(
                head.methodText(),
                head.hostText(),
                text(headers, head.pathStart(), head.pathEnd()),
                head.queryText().toString()));
        for (int i = 0; i < headers.count(); i++) {
            told.add((headers.isRemoved(i) ? "removed " : "") + headers.name(i) + ": " + headers.value(i));
        }
        return told;
    }

    private static String text(Headers headers, int start, int end) {
        return new String(headers.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
