package dev.sekisho.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.policy.cache.store.Flight;
import dev.sekisho.policy.cache.store.MemoryTier;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class FillTest {

    private final MemoryTier memory = new MemoryTier(1L << 40, new LongAdder());
    private final List<String> kept = new ArrayList<>();
    private final List<Flight.Result> given = new ArrayList<>();

    private Fill fill(long length, long most) {
        return new Fill(
                memory,
                length,
                most,
                body -> {
                    kept.add(body.toString(StandardCharsets.US_ASCII));
                    body.release();
                },
                given::add);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @Test
    void onlyWhatIsWholeIsKeptAndItIsToldWhyElse() {
        Fill whole = fill(-1, 100);
        assertThat(whole.piece(text("abc"))).isTrue();
        whole.whole();
        assertThat(kept).containsExactly("abc");
        Fill cut = fill(-1, 100);
        cut.piece(text("abc"));
        cut.cut(Flight.Result.FAILED);
        cut.cut(Flight.Result.UNCACHEABLE);
        Fill tooLong = fill(-1, 4);
        tooLong.piece(text("abc"));
        assertThat(tooLong.piece(text("def"))).isFalse();
        tooLong.whole();
        assertThat(kept).hasSize(1);
        assertThat(given).containsExactly(Flight.Result.FAILED, Flight.Result.UNCACHEABLE);
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void whereTheProcessHasNoMemoryNothingIsKeptAndNothingFails() {
        long most = PlatformDependent.maxDirectMemory();
        assumeTrue(most < Integer.MAX_VALUE - 1000);
        assertThat(fill(most + 1, most + 1).isOpen()).isFalse();
        assertThat(memory.bytes()).isZero();
        assertThat(memory.reserve(1L << 40)).as("nothing stays set aside").isTrue();
    }
}
