package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints the figures of docs/disk-cache.md; the bounds here are far from them, for busy machines. */
class DiskMeasurementTest {

    private static final int ENTRIES = 100_000;
    private static final int BODIES = 60;
    private static final int BLOCKS = 32; // of each

    @TempDir
    Path folder;

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    @Test
    void aHundredThousandEntriesAreFoundSoonAfterTheStart() {
        long max = 1024 * Disk.MIB;
        try (Disk disk = new Disk(folder, max).ready()) {
            byte[] metadata = Disk.bytes(1, 400);
            ByteBuf body = Unpooled.wrappedBuffer(Disk.bytes(2, 2_000));
            for (int i = 0; i < ENTRIES; i++) {
                BlobStore.Writer writer = disk.store().write(Disk.key("https://example.com/path/" + i), 2_000);
                writer.write(body);
                writer.commit(metadata, BlobStore.NEVER);
                if (i % 1_000 == 0) {
                    disk.settle();
                }
            }
            disk.settle();
            assertThat(disk.stats().entries()).isEqualTo(ENTRIES);
        }
        long began = System.nanoTime();
        try (Disk disk = new Disk(folder, max).ready()) {
            long found = millis(began);
            AtomicInteger told = new AtomicInteger();
            Disk.join(disk.store().forEach(head -> told.incrementAndGet()));
            System.out.printf(
                    "%d entries, %d MiB, %d segments: found in %d ms, told with metadata in %d ms more%n",
                    ENTRIES, disk.stats().bytes() >> 20, disk.stats().segments(), found, millis(began) - found);
            assertThat(told).hasValue(ENTRIES);
            assertThat(found).isLessThan(30_000);
        }
    }

    @Test
    void aBlockCostsLittleToWriteAndToRead() {
        byte[] body = Disk.bytes(3, BLOCKS * BlobStore.BLOCK);
        try (Disk disk = new Disk(folder, 1024 * Disk.MIB).ready()) {
            for (int round = 0; round < 3; round++) {
                long before = cpu();
                for (int i = 0; i < BODIES; i++) {
                    disk.put(Disk.key(round + "k" + i), "m", body, 1 << 14, true);
                }
                long written = cpu();
                for (int i = 0; i < BODIES; i++) {
                    assertThat(disk.get(round + "k" + i)).isPresent();
                }
                long read = cpu();
                double blocks = BODIES * BLOCKS * 1_000.0;
                System.out.printf(
                        "round %d: %.1f µs of processor time to write 64 KiB, %.1f µs to read it%n",
                        round, (written - before) / blocks, (read - written) / blocks);
                assertThat((read - before) / blocks).isLessThan(5_000);
            }
        }
    }
}
