package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A response head reads the same however it is cut, and what Netty's decoder takes as well means the same to it. */
class ResponseParserFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void heads(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "heads", ResponseParserFuzzTest::check);
    }

    private record Read(boolean done, boolean refused, int status, List<String> fields, String framing, int used) {}

    private static boolean check(byte[] input) {
        Read whole = read(input, input.length);
        assertThat(read(input, 1)).isEqualTo(whole);
        assertThat(read(input, 7)).isEqualTo(whole);
        if (!whole.done() || whole.refused()) {
            return false;
        }
        netty(input, whole);
        return true;
    }

    private static Read read(byte[] input, int size) {
        ResponseParser parser = new ResponseParser();
        ResponseHead head = new ResponseHead();
        int used = 0;
        boolean done = false;
        for (int at = 0; at < input.length && !done; at += size) {
            ByteBuf in = Unpooled.wrappedBuffer(input, at, Math.min(size, input.length - at));
            done = parser.parse(head, in);
            used += in.readerIndex();
        }
        if (!done || parser.isRefused()) {
            return new Read(done, done, 0, List.of(), "", 0); // where a refused head ends means nothing
        }
        List<String> fields = Wires.fields(head.headers());
        ResponseRules rules = new ResponseRules();
        String framing = rules.apply(head, Method.GET) + " " + head.contentLength() + " " + rules.isKeepAlive();
        return new Read(true, false, head.status(), fields, framing, used);
    }

    private static void netty(byte[] input, Read ours) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder());
        try {
            channel.writeInbound(Unpooled.copiedBuffer(input));
            if (channel.readInbound() instanceof HttpResponse head
                    && !head.decoderResult().isFailure()) {
                List<String> fields = new ArrayList<>();
                head.headers()
                        .iteratorCharSequence()
                        .forEachRemaining(f -> fields.add(f.getKey() + ": " + f.getValue()));
                String text = new String(input, StandardCharsets.ISO_8859_1);
                assertThat(head.status().code()).as(text).isEqualTo(ours.status());
                assertThat(ours.fields()).as(text).isEqualTo(fields);
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
