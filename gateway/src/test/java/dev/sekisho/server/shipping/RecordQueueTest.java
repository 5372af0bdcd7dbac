package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordQueueTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String texts(Optional<List<byte[]>> batch) {
        return String.join(
                " ",
                batch.orElseThrow().stream()
                        .map(b -> new String(b, StandardCharsets.US_ASCII))
                        .toList());
    }

    @Test
    void theOldestGoWhereThereIsNoRoom() throws Exception {
        RecordQueue queue = new RecordQueue(2, 100);
        assertThat(queue.offer(List.of(bytes("a")))).isZero();
        assertThat(queue.offer(List.of(bytes("b")))).isZero();
        assertThat(queue.offer(List.of(bytes("c")))).isEqualTo(1);
        assertThat(texts(queue.take(10, 1000, 0, LONG))).isEqualTo("b c");
    }

    @Test
    void ofThoseThatComeTogetherTheFirstGoToo() throws Exception {
        RecordQueue queue = new RecordQueue(2, 100);
        queue.offer(List.of(bytes("a")));
        assertThat(queue.offer(List.of(bytes("b"), bytes("c"), bytes("d")))).isEqualTo(2);
        assertThat(texts(queue.take(10, 1000, 0, LONG))).isEqualTo("c d");
    }

    @Test
    void theirBytesAreBoundedToo() throws Exception {
        RecordQueue queue = new RecordQueue(100, 10);
        queue.offer(List.of(bytes("aaaa")));
        queue.offer(List.of(bytes("bbbb")));
        assertThat(queue.offer(List.of(bytes("cccccc")))).isEqualTo(1);
        assertThat(queue.offer(List.of(bytes("x".repeat(11)))))
                .as("two that waited, and itself")
                .isEqualTo(3);
        assertThat(queue.size()).isZero();
        queue.offer(List.of(bytes("d")));
        assertThat(texts(queue.take(10, 1000, 0, LONG))).isEqualTo("d");
    }

    @Test
    void aBatchIsBoundedInNumberAndBytes() throws Exception {
        RecordQueue queue = new RecordQueue(100, 1000);
        for (String text : List.of("a", "b", "c", "dddd", "e")) {
            queue.offer(List.of(bytes(text)));
        }
        assertThat(texts(queue.take(2, 1000, 0, LONG))).isEqualTo("a b");
        assertThat(texts(queue.take(10, 4, 0, LONG))).isEqualTo("c");
        assertThat(texts(queue.take(10, 3, 0, LONG)))
                .as("longer than a batch may be")
                .isEqualTo("dddd");
        assertThat(texts(queue.take(10, 1000, 0, LONG))).isEqualTo("e");
    }

    @Test
    void aBatchThatIsFullDoesNotWait() throws Exception {
        RecordQueue queue = new RecordQueue(100, 1000);
        CompletableFuture<String> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return texts(queue.take(2, 1000, LONG, LONG));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.offer(List.of(bytes("a")));
        assertThat(taken).isNotDone();
        queue.offer(List.of(bytes("b")));
        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo("a b");
    }

    @Test
    void aBatchLeavesAfterItsDelay() throws Exception {
        RecordQueue queue = new RecordQueue(100, 1000);
        queue.offer(List.of(bytes("a")));
        assertThat(texts(queue.take(2, 1000, SECOND / 100, LONG))).isEqualTo("a");
    }

    @Test
    void idlenessIsTold() throws Exception {
        RecordQueue queue = new RecordQueue(100, 1000);
        assertThat(queue.take(2, 1000, 0, SECOND / 100)).contains(List.of());
    }

    @Test
    void afterTheEndWhatIsThereComesAtOnce() throws Exception {
        RecordQueue queue = new RecordQueue(100, 1000);
        queue.offer(List.of(bytes("a")));
        queue.stop();
        queue.pause(LONG);
        assertThat(texts(queue.take(2, 1000, LONG, LONG))).isEqualTo("a");
        assertThat(queue.take(2, 1000, LONG, LONG)).isEmpty();
    }
}
