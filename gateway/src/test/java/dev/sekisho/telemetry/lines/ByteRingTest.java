package dev.sekisho.telemetry.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Ascii;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ByteRingTest {

    private static boolean put(ByteRing ring, String line, int room) {
        int begin = ring.begin(room);
        if (begin < 0) {
            return false;
        }
        byte[] bytes = Ascii.bytes(line);
        System.arraycopy(bytes, 0, ring.bytes(), begin, bytes.length);
        ring.commit(begin, begin + bytes.length);
        return true;
    }

    private static String take(ByteRing ring, int room) {
        ByteBuffer into = ByteBuffer.allocate(room);
        ring.drain(into);
        return Ascii.string(into.array(), 0, into.position());
    }

    @Test
    void wrapsAround() {
        ByteRing ring = new ByteRing(64, 40);
        for (int i = 0; i < 1000; i++) {
            String line = "x".repeat(i % 37) + i % 10 + "\n";
            assertThat(put(ring, line, 39)).isTrue();
            assertThat(take(ring, 64)).isEqualTo(line);
        }
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void dropsAndCountsWhatDoesNotFit() {
        ByteRing ring = new ByteRing(16, 8);
        assertThat(put(ring, "1234567\n", 8)).isTrue();
        assertThat(put(ring, "abcdefg\n", 8)).isTrue();
        assertThat(put(ring, "x\n", 2)).isFalse();
        assertThat(ring.dropped()).isEqualTo(1);
        assertThat(take(ring, 16)).isEqualTo("1234567\nabcdefg\n");
        assertThat(put(ring, "x\n", 2)).isTrue();
        assertThat(take(ring, 16)).isEqualTo("x\n");
    }

    @Test
    void handsOutWholeLines() {
        ByteRing ring = new ByteRing(64, 16);
        put(ring, "one\n", 4);
        put(ring, "two two\n", 8);
        assertThat(take(ring, 3)).isEmpty();
        assertThat(take(ring, 11)).isEqualTo("one\n");
        assertThat(take(ring, 8)).isEqualTo("two two\n");
    }

    @Test
    void callsTheConsumerOnceWhenHalfFull() {
        ByteRing ring = new ByteRing(64, 16);
        put(ring, "0123456789abcde\n", 16);
        assertThat(ring.isPressing()).isFalse();
        put(ring, "0123456789abcde\n", 16);
        assertThat(ring.isPressing()).isTrue();
        assertThat(ring.isPressing()).isFalse();
        put(ring, "0123456789abcde\n", 16);
        assertThat(ring.isPressing()).isTrue();
        take(ring, 64);
        put(ring, "0123456789abcde\n", 16);
        assertThat(ring.isPressing()).isFalse();
    }

    @Test
    void refusesARingTooSmallForALine() {
        assertThatThrownBy(() -> new ByteRing(64, 65)).hasMessageContaining("64 (expected: a power of two, >= 65)");
        assertThatThrownBy(() -> new ByteRing(100, 10)).hasMessageContaining("100");
    }

    /**
     * A producer and a consumer at full speed over a ring that overflows all the time. Were the positions not published
     * in order, the consumer would see a line torn, out of order, or one more than was counted.
     */
    @Test
    void losesNothingUncountedBetweenThreads() throws Exception {
        int lines = 400_000;
        ByteRing ring = new ByteRing(4096, 256);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> seen = CompletableFuture.supplyAsync(() -> consume(ring, done));
        Random random = new Random(7);
        long written = 0;
        for (int i = 0; i < lines; i++) {
            String line = i + ":" + "y".repeat(random.nextInt(200)) + ":" + i + "\n";
            written += put(ring, line, line.length() + 20) ? 1 : 0;
        }
        done.set(true);
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(written);
        assertThat(written + ring.dropped()).isEqualTo(lines);
    }

    private static long consume(ByteRing ring, AtomicBoolean done) {
        long count = 0;
        long last = -1;
        ByteBuffer into = ByteBuffer.allocate(1500);
        while (true) {
            boolean ended = done.get();
            if (ring.drain(into.clear()) == 0) {
                if (ended) {
                    return count;
                }
                Thread.onSpinWait();
                continue;
            }
            for (String line : Ascii.string(into.array(), 0, into.position()).split("\n")) {
                long number = Long.parseLong(line.substring(0, line.indexOf(':')));
                assertThat(line).matches("(\\d+):y*:\\1");
                assertThat(number).isGreaterThan(last);
                last = number;
                count++;
            }
        }
    }
}
