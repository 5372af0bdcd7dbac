package dev.sekisho.dataplane.listener.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.LoopContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** What comes behind a fault of a connection. */
class LingeringEndTest {

    private static final int PIECE = 64 << 10; // bytes

    /** It was read and dropped as fast as it came, for the second that the end of a connection takes. */
    @Test
    void aFloodIsNotReadForLong() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(new LingeringEnd(new LoopContext(0, channel.eventLoop())));
        for (int i = 0; i < 4; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[PIECE]));
        }
        assertThat(channel.config().isAutoRead()).as("what was on its way").isTrue();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.finishAndReleaseAll();
    }
}
