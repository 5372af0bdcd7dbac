package dev.sekisho.dataplane.listener.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.ProxyProtocol;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes of bytes does not depend on their cuts, and what stands behind a header passes as it is. */
class ProxyProtocolFrontFuzzTest {

    private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";
    private static final int V2_HEAD = 16; // bytes in front of the addresses

    /** Always the same size of a piece. */
    private static final class Steps extends Random {
        private static final long serialVersionUID = 1;
        private final int size;

        Steps(int size) {
            this.size = size;
        }

        @Override
        public int nextInt(int bound) {
            return Math.min(bound, size) - 1;
        }
    }

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void connections(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "connections", ProxyProtocolFrontFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        boolean taken = false;
        for (String peer : List.of("0.0.0.0", "192.0.2.1")) { // an embedded channel's is the first
            for (boolean required : new boolean[] {true, false}) {
                ProxyProtocol rules = new ProxyProtocol(List.of(Cidr.parse(peer)), required, Duration.ofSeconds(5));
                taken |= check(rules, input);
            }
        }
        return taken;
    }

    private static boolean check(ProxyProtocol rules, byte[] input) {
        ProxyProtocolFrontTest.Outcome whole = ProxyProtocolFrontTest.feed(rules, input, new Steps(Integer.MAX_VALUE));
        assertThat(ProxyProtocolFrontTest.feed(rules, input, new Steps(1))).isEqualTo(whole);
        assertThat(ProxyProtocolFrontTest.feed(rules, input, new Steps(5))).isEqualTo(whole);
        if (!whole.open() || !whole.active() || whole.bytes().isEmpty()) {
            return false;
        }
        int header = header(input);
        String rest = ByteBufUtil.hexDump(Arrays.copyOfRange(input, header, input.length));
        assertThat(whole.bytes()).isEqualTo(rest);
        return header > 0;
    }

    private static int header(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PROXY ")) {
            return text.indexOf("\r\n") + 2;
        }
        return text.startsWith(V2) ? V2_HEAD + text.charAt(14) * 256 + text.charAt(15) : 0;
    }
}
