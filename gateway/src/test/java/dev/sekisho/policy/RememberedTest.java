package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static CredentialHash hash(int number) {
        byte[] bytes = ("credential " + number).getBytes(StandardCharsets.US_ASCII);
        return CredentialHash.of(bytes, 0, bytes.length);
    }

    @Test
    void whatIsInUseStaysAndTheRestGoes() {
        Remembered<CredentialHash, String> cache = new Remembered<>(10);
        cache.put(hash(0), "hot");
        for (int i = 1; i < 100; i++) {
            cache.put(hash(i), "cold");
            assertThat(cache.get(hash(0))).isEqualTo("hot");
            assertThat(cache.size()).isLessThanOrEqualTo(11);
        }
        assertThat(cache.get(hash(1))).isNull();
    }

    @Test
    void withoutRoomNothingIsKept() {
        Remembered<CredentialHash, String> cache = new Remembered<>(0);
        cache.put(hash(1), "one");
        assertThat(cache.get(hash(1))).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void whatIsForgottenIsInNeitherHalf() {
        Remembered<CredentialHash, String> cache = new Remembered<>(4);
        cache.put(hash(1), "one");
        cache.put(hash(2), "two");
        cache.put(hash(3), "three"); // the young half was full
        assertThat(cache.get(hash(1))).isEqualTo("one"); // moves over
        cache.remove(hash(1));
        assertThat(cache.get(hash(1))).isNull();
        assertThat(cache.get(hash(2))).isEqualTo("two");
    }

    /** The race: several threads find the young half full at once; one of them alone may begin a new one. */
    @Test
    void threadsTogetherKeepNoMoreThanThereIsRoomFor() throws InterruptedException {
        Remembered<CredentialHash, Integer> cache = new Remembered<>(100);
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 5_000;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < first + 5_000; i++) {
                    cache.put(hash(i), i);
                    Integer found = cache.get(hash(i));
                    if (found != null && found != i) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).hasValue(0);
        assertThat(cache.size()).isLessThanOrEqualTo(100 + 2 * 4);
    }
}
