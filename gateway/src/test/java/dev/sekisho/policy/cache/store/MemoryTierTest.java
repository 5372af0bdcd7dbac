package dev.sekisho.policy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Lifetime;
import dev.sekisho.policy.cache.rule.Personal;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class MemoryTierTest {

    private static final int BODY = 50_000;

    private final LongAdder evictions = new LongAdder();
    private final MemoryTier memory = new MemoryTier(1 << 20, evictions);

    private static CacheKey key(int number) {
        return new CacheKey(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)});
    }

    private Entry entry(int number) {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(200);
        Meta.About about = new Meta.About("http://test/" + number, List.of(), 0);
        Meta meta = Meta.of(about, head, head, BODY, new Lifetime(1000, 0, 0, false), 0, 0, Personal.NO);
        ByteBuf body = memory.buffer(BODY);
        while (body.isWritable()) {
            body.writeByte(number);
        }
        return new Entry(meta, body, 0);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void memoryIsBoundedAndFreed() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            memory.put(key(i), entry(i));
        }
        await(() -> memory.bytes() <= 1 << 20);
        assertThat(evictions.sum()).isPositive();
        memory.clear();
        await(() -> memory.bytes() == 0);
    }

    @Test
    void whatIsBeingServedOutlivesItsEviction() throws InterruptedException {
        Entry entry = entry(7);
        memory.put(key(7), entry);
        ByteBuf served = entry.body().orElseThrow();
        memory.clear();
        await(() -> memory.count() == 0);
        for (int i = 0; i < BODY; i++) {
            assertThat(served.readByte()).isEqualTo((byte) 7);
        }
        served.release();
        await(() -> memory.bytes() == 0);
        assertThat(entry.body()).isEmpty();
    }

    /** The race: an entry is evicted and its memory freed between being found and being served. */
    @Test
    void nobodyReadsFreedMemory() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; !over.get(); i++) {
                    Optional<ByteBuf> there =
                            memory.get(key(i % 64)) instanceof Entry found ? found.body() : Optional.empty();
                    if (there.isPresent()) {
                        ByteBuf body = there.get();
                        byte wanted = body.getByte(0);
                        assertThat(wanted).isEqualTo((byte) (i % 64));
                        assertThat(body.getByte(BODY - 1)).isEqualTo(wanted);
                        body.release();
                    }
                }
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        for (int i = 0; i < 3_000; i++) {
            memory.put(key(i % 64), entry(i % 64));
        }
        over.set(true);
        reader.join();
        assertThat(failures).isEmpty();
        memory.clear();
        await(() -> memory.bytes() == 0);
    }

    @Test
    void roomForWhatComesInIsBounded() {
        assertThat(memory.reserve(1 << 19)).isTrue();
        assertThat(memory.reserve((1 << 19) + 1)).isFalse();
        assertThat(memory.reserve(1 << 19)).isTrue();
        memory.unreserve(1 << 20);
        assertThat(memory.reserve(1 << 20)).isTrue();
    }
}
