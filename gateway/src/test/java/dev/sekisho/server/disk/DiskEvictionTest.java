package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskEvictionTest {

    private static final int LENGTH = 100_000;

    @TempDir
    Path folder;

    private static BlobKey key(int i) {
        return Disk.key("k" + i);
    }

    private static void put(Disk disk, int i) {
        disk.put(key(i), "m", Disk.bytes(i, LENGTH), 1 << 14, true);
    }

    private long onDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void theLimitHoldsAndWhatWasUsedLastStays() throws IOException {
        try (Disk disk = new Disk(folder, 2 * Disk.MIB).ready()) {
            put(disk, 0);
            for (int i = 1; i < 100; i++) {
                put(disk, i);
                assertThat(disk.get(key(0)).orElseThrow().body()).isEqualTo(Disk.bytes(0, LENGTH));
                assertThat(disk.stats().bytes()).isLessThanOrEqualTo(2 * Disk.MIB);
            }
            assertThat(onDisk()).isEqualTo(disk.stats().bytes());
            assertThat(disk.stats().evicted()).isPositive();
            assertThat(disk.store().has(key(20))).isFalse();
            assertThat(disk.get(key(99))).isPresent();
        }
    }

    @Test
    void aReaderKeepsItsSegmentUntilItIsDone() {
        try (Disk disk = new Disk(folder, Disk.MIB).ready()) {
            put(disk, 0);
            BlobStore.Reader reader = disk.open(key(0));
            for (int i = 1; i < 30; i++) {
                put(disk, i);
            }
            assertThat(disk.store().has(key(0))).isFalse();
            assertThat(disk.rest(reader)).hasValue(Disk.bytes(0, LENGTH));
            long limit = Disk.MIB;
            assertThat(disk.stats().bytes()).as("its space came back").isLessThanOrEqualTo(limit);
        }
    }

    /** Clients that read slowly on purpose would fill the disk with files that have no name. */
    @Test
    void segmentsKeptByReadersTakeAQuarterMoreAtMost() {
        try (Disk disk = new Disk(folder, Disk.MIB).ready()) {
            List<BlobStore.Reader> slow = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                put(disk, i);
                if (disk.store().has(key(i))) {
                    slow.add(disk.open(key(i)));
                }
                assertThat(disk.stats().bytes()).isLessThanOrEqualTo(Disk.MIB + Disk.MIB / 4);
            }
            assertThat(disk.stats().dropped()).isPositive();
            disk.onLoop(() -> slow.forEach(BlobStore.Reader::close));
            put(disk, 100);
            assertThat(disk.get(key(100))).isPresent();
        }
    }

    /** A segment could be closed, or its file used for something else, under a reader. */
    @Test
    void readersSeeWholeBodiesWhileOthersWriteRemoveAndEvict() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong found = new AtomicLong();
        try (Disk disk = new Disk(folder, Disk.MIB).ready()) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                Random random = new Random(r);
                readers.add(CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        int i = random.nextInt(20);
                        disk.get(key(i)).ifPresent(blob -> {
                            found.incrementAndGet();
                            assertThat(blob.body()).isEqualTo(Disk.bytes(i, LENGTH));
                        });
                    }
                }));
            }
            Random random = new Random(9);
            for (int n = 0; n < 600 || found.get() < 100 && n < 20_000; n++) {
                int i = random.nextInt(20);
                switch (random.nextInt(4)) {
                    case 0 -> disk.store().remove(key(i));
                    case 1 -> disk.store().update(key(i), Disk.bytes("m"), BlobStore.NEVER);
                    default -> put(disk, i);
                }
            }
            over.set(true);
            readers.forEach(Disk::join);
            assertThat(found.get()).isPositive();
            assertThat(disk.stats().evicted()).isPositive();
            assertThat(disk.stats().damaged()).isZero();
            assertThat(disk.core().pending()).isZero();
        }
    }
}
