package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

/** The detector detects: without this, a silent one would look like a gateway without leaks. */
class NoLeaksTest {

    @Test
    void droppedBufferIsReported() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(NoLeaks.reports()).isEmpty();
        drop();
        assertThat(NoLeaks.reports()).hasSize(1);
        assertThat(NoLeaks.reports()).isEmpty();
    }

    private static void drop() {
        assertThat(ByteBufAllocator.DEFAULT.directBuffer(16).isDirect()).isTrue();
    }
}
