package dev.sekisho.policy.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomsTest {

    private static void together(int threads, Runnable run) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                    run.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
    }

    /** Race: two loops read the same number, and both enter the last place. */
    @Test
    void noMoreThanTheLimitAreEverInside() throws InterruptedException {
        Room room = new Room();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        together(4, () -> {
            for (int i = 0; i < 50_000; i++) {
                if (room.enter(2)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    entered.incrementAndGet();
                    inside.decrementAndGet();
                    room.leave();
                }
            }
        });
        assertThat(most.get()).isBetween(1, 2);
        assertThat(entered.get()).isPositive();
        assertThat(room.inside()).isZero();
    }

    /** Race: two loops open rooms at once, and one array overwrites the other with those who are inside. */
    @Test
    void everyCallerGetsTheSameRoom() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Rooms rooms = new Rooms();
            together(4, () -> {
                for (int route = 0; route < 100; route++) {
                    rooms.of(route).enter(Integer.MAX_VALUE);
                }
            });
            for (int route = 0; route < 100; route++) {
                assertThat(rooms.of(route).inside()).isEqualTo(4);
            }
        }
    }
}
