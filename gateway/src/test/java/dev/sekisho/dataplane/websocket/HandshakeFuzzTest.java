package dev.sekisho.dataplane.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A request that counts as a WebSocket handshake has all that RFC 6455 section 4.2.1 asks for, once. */
class HandshakeFuzzTest {

    private static final HeadLimits LIMITS = new HeadLimits(1 << 16, 100, 1 << 10);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", HandshakeFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = "GET / HTTP/1.1\r\nHost: h\r\n" + new String(input, StandardCharsets.ISO_8859_1) + "\r\n";
        RequestHead head = new RequestHead();
        RequestParser parser = new RequestParser(LIMITS);
        boolean whole = parser.parse(head, Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        if (!whole || parser.refused() != Reason.NONE) {
            return false;
        }
        Reason found = Handshake.check(head);
        if (found != Reason.NONE || !head.isWebSocket()) {
            return head.isWebSocket();
        }
        assertThat(head.headers().getAll(HeaderName.of("Sec-WebSocket-Version")))
                .containsExactly("13");
        assertThat(head.headers().getAll(HeaderName.of("Sec-WebSocket-Key")))
                .singleElement()
                .satisfies(key -> assertThat(Base64.getDecoder().decode(key)).hasSize(16));
        assertThat(head.headers().get(HeaderName.UPGRADE).orElseThrow()).isEqualToIgnoringCase("websocket");
        assertThat(head.hasBody()).isFalse();
        return true;
    }
}
