package dev.sekisho.dataplane.listener.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of bytes does not depend on how the network cuts them, for good headers, broken ones and none. */
class ProxyProtocolFrontTest {

    private static final int CASES = 3_000;
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final String[] STARTS = {
        "PROXY TCP4 203.0.113.7 198.51.100.1 4711 8443\r\n",
        "PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n",
        "PROXY UNKNOWN\r\n",
        "PROXY ",
        "PRO",
        "\r\n\r\n",
        "GET / HTTP/1.1\r\n",
        "",
        "P"
    };

    /** What the handlers behind a front see. */
    record Outcome(boolean open, boolean active, String client, String bytes) {}

    private static final class Behind extends ChannelInboundHandlerAdapter {
        private boolean active;
        private final StringBuilder bytes = new StringBuilder();

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            assertThat(active).as("told once").isFalse();
            active = true;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            assertThat(active).as("told of the connection before its bytes").isTrue();
            bytes.append(ByteBufUtil.hexDump((ByteBuf) message));
            ((ByteBuf) message).release();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            assertThat(active).as("told of the connection before its events").isTrue();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            assertThat(active).as("knows the connection that ends").isTrue();
        }
    }

    static Outcome feed(ProxyProtocol rules, byte[] bytes, Random cuts) {
        EmbeddedChannel channel = new EmbeddedChannel();
        LoopContext loop = new LoopContext(0, channel.eventLoop());
        Behind behind = new Behind();
        channel.pipeline().addLast(new ProxyProtocolFront(loop, rules), behind);
        channel.pipeline().fireChannelActive(); // it was active before it had handlers
        for (int at = 0; at < bytes.length && channel.isOpen(); ) {
            int size = Math.min(bytes.length - at, 1 + cuts.nextInt(1 + cuts.nextInt(bytes.length)));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, size));
            at += size;
        }
        Outcome outcome = new Outcome(
                channel.isOpen(),
                behind.active,
                Ends.of(channel).client().toString(),
                channel.isOpen() ? behind.bytes.toString() : "");
        channel.finishAndReleaseAll();
        return outcome;
    }

    private static byte[] input(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(2) == 0) {
            out.writeBytes(STARTS[random.nextInt(STARTS.length)].getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.writeBytes(SIGNATURE);
            out.write(random.nextInt(4) == 0 ? random.nextInt(256) : 0x20 | random.nextInt(2));
            out.write(List.of(0, 0x11, 0x12, 0x21, 0x31, 0x77).get(random.nextInt(6)));
            int length = random.nextInt(60);
            out.write(0);
            out.write(length);
            byte[] rest = new byte[random.nextInt(3) == 0 ? random.nextInt(length + 1) : length];
            random.nextBytes(rest);
            out.writeBytes(rest);
        }
        byte[] behind = new byte[random.nextInt(20)];
        random.nextBytes(behind);
        out.writeBytes(behind);
        byte[] all = out.toByteArray();
        if (all.length > 0 && random.nextInt(3) == 0) {
            all[random.nextInt(Math.min(all.length, 20))] ^= (byte) (1 << random.nextInt(8));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0 true", "0.0.0.0 false", "192.0.2.1 false"})
    void cutsChangeNothing(String text) {
        String[] words = text.split(" "); // the peer of an embedded channel counts as 0.0.0.0
        boolean required = Boolean.parseBoolean(words[1]);
        boolean trusted = words[0].equals("0.0.0.0");
        ProxyProtocol rules = new ProxyProtocol(List.of(Cidr.parse(words[0])), required, Duration.ofSeconds(5));
        Random random = new Random(20_260_801);
        int announced = 0;
        int refused = 0;
        int passed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = input(random);
            Random whole = new Random() {
                @Override
                public int nextInt(int bound) {
                    return bound - 1;
                }
            };
            Outcome once = feed(rules, bytes, whole);
            Outcome cut = feed(rules, bytes, random);
            assertThat(cut).as(ByteBufUtil.hexDump(bytes)).isEqualTo(once);
            boolean header =
                    startsWith(bytes, SIGNATURE) || startsWith(bytes, "PROXY ".getBytes(StandardCharsets.US_ASCII));
            if (header && !trusted) {
                assertThat(once.open()).as(ByteBufUtil.hexDump(bytes)).isFalse();
            }
            if (!header && !required && once.active() && !once.bytes().isEmpty()) {
                assertThat(once.bytes()).isEqualTo(ByteBufUtil.hexDump(bytes));
            }
            announced += once.client().contains("0.0.0.0") ? 0 : 1;
            refused += once.open() ? 0 : 1;
            passed += once.bytes().isEmpty() ? 0 : 1;
        }
        assertThat(announced > 0).as("some are announced").isEqualTo(trusted);
        assertThat(refused).isPositive();
        assertThat(passed).isPositive();
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
