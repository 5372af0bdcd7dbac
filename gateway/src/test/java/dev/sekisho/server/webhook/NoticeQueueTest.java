package dev.sekisho.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoticeQueueTest {

    private static final Notice NOTICE = new Notice(Instant.EPOCH, new Happening.Trip("a"));

    @Test
    void takesInNoMoreThanItsLimit() throws InterruptedException {
        NoticeQueue queue = new NoticeQueue(2);
        assertThat(queue.offer(NOTICE)).isTrue();
        assertThat(queue.offer(NOTICE)).isTrue();
        assertThat(queue.offer(NOTICE)).isFalse();
        assertThat(queue.take()).isPresent();
        assertThat(queue.offer(NOTICE)).isTrue();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void givesWhatItHasAfterTheStop() throws InterruptedException {
        NoticeQueue queue = new NoticeQueue(2);
        queue.offer(NOTICE);
        queue.stop();
        assertThat(queue.offer(NOTICE)).isFalse();
        assertThat(queue.take()).contains(NOTICE);
        assertThat(queue.take()).isEmpty();
    }

    /** The race: the taker looks, finds nothing, and parks just as the last notice comes. */
    @Test
    void noNoticeIsOverslept() throws InterruptedException {
        int count = 20_000;
        NoticeQueue queue = new NoticeQueue(count);
        AtomicInteger taken = new AtomicInteger();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                for (Optional<Notice> next = queue.take(); next.isPresent(); next = queue.take()) {
                    taken.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 1; i <= count; i++) {
            queue.offer(NOTICE);
            if (i % 100 == 0) {
                int all = i;
                Receiver.await(() -> taken.get() == all);
            }
        }
        queue.stop();
        taker.join();
        assertThat(taken).hasValue(count);
    }

    /** The race: a rejection is added while its count is drained. */
    @Test
    void rejectionsAreCountedOnce() throws InterruptedException {
        Rejections rejections = new Rejections();
        Thread adder = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 100_000; i++) {
                rejections.add("a");
            }
        });
        long sum = 0;
        while (adder.isAlive()) {
            sum += sum(rejections);
        }
        assertThat(sum + sum(rejections)).isEqualTo(100_000);
        assertThat(rejections.drain()).isEmpty();
    }

    private static long sum(Rejections rejections) {
        return rejections.drain().stream().mapToLong(Happening.Rejected::count).sum();
    }
}
