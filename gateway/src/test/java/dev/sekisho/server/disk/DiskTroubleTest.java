package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTroubleTest {

    @TempDir
    Path folder;

    private Disk disk(long max, FaultyChannel.Trouble trouble) {
        return new Disk(Disk.settings(folder, max), FaultyChannel.with(trouble), InstantSource.system());
    }

    /** A disk that takes so many bytes in all, and may be slow. */
    private static final class Quota implements FaultyChannel.Trouble {
        private final AtomicLong left;
        private final AtomicBoolean readable = new AtomicBoolean(true);

        Quota(long bytes) {
            left = new AtomicLong(bytes);
        }

        @Override
        public void beforeWrite(long bytes) throws IOException {
            if (left.addAndGet(-bytes) < 0) {
                left.addAndGet(bytes);
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void beforeRead() throws IOException {
            if (!readable.get()) {
                throw new IOException("Input/output error");
            }
        }
    }

    /** Half a record stands in the file when the disk is full; what follows would be lost with it at the next start. */
    @Test
    void aFullDiskDropsWritesKeepsWhatIsThereAndTakesWritesAgainWhenItHasRoom() {
        Quota quota = new Quota(500_000);
        try (Disk disk = disk(16 * Disk.MIB, quota).ready()) {
            for (int i = 0; i < 10; i++) {
                disk.put(Disk.key("a" + i), "m", Disk.bytes(i, 100_000), 1 << 14, true);
            }
            assertThat(disk.stats().writeErrors()).isPositive();
            assertThat(disk.stats().dropped()).isPositive();
            assertThat(disk.stats().entries()).isBetween(3L, 4L);
            assertThat(disk.core().pending()).isZero();
            quota.left.set(Disk.MIB);
            Disk.await(
                    () -> { // writing pauses for a second behind an error
                        disk.put("later", "m", "text");
                        return disk.get("later").isPresent();
                    });
        }
        try (Disk disk = disk(16 * Disk.MIB, quota).ready()) {
            assertThat(disk.get("later").orElseThrow().text()).isEqualTo("m:text");
            disk.all().keySet().stream()
                    .filter(key -> key.startsWith("a"))
                    .forEach(key -> assertThat(disk.get(key).orElseThrow().body())
                            .isEqualTo(Disk.bytes(Integer.parseInt(key.substring(1)), 100_000)));
        }
    }

    /** A removal that cannot be written would come back with the next start. */
    @Test
    void whatIsRemovedOnAFullDiskStaysGone() {
        Quota quota = new Quota(Disk.MIB);
        try (Disk disk = disk(16 * Disk.MIB, quota).ready()) {
            disk.put("other", "m", "text");
            disk.put("removed", "m", "text");
            quota.left.set(0);
            disk.store().remove(Disk.key("removed"));
        }
        quota.left.set(Disk.MIB);
        try (Disk disk = disk(16 * Disk.MIB, quota).ready()) {
            assertThat(disk.all()).doesNotContainKey("removed");
        }
    }

    @Test
    void onASmallFileSystemTheStoreLivesWithWhatIsThere() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", mounted.toString()) == 0, () -> {
            String reason = "skipped: no right to mount a small file system";
            System.out.println(reason);
            return reason;
        });
        try {
            try (Disk disk = new Disk(mounted, 16 * Disk.MIB).ready()) {
                for (int i = 0; i < 40; i++) {
                    disk.put(Disk.key("a" + i), "m", Disk.bytes(i, 100_000), 1 << 14, true);
                }
                assertThat(disk.stats().writeErrors()).isPositive();
            }
            try (Disk disk = new Disk(mounted, 16 * Disk.MIB).ready()) {
                assertThat(disk.all()).hasSizeGreaterThan(10);
                disk.all()
                        .keySet()
                        .forEach(key -> assertThat(disk.get(key).orElseThrow().body())
                                .isEqualTo(Disk.bytes(Integer.parseInt(key.substring(1)), 100_000)));
            }
        } finally {
            assertThat(run("umount", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            return 127; // no such program
        }
    }

    @Test
    void anErrorOnReadingFailsTheReadAndIsCounted() {
        Quota quota = new Quota(Disk.MIB);
        try (Disk disk = disk(16 * Disk.MIB, quota).ready()) {
            disk.put(Disk.key("a"), "m", Disk.bytes(1, 100_000), 1 << 14, true);
            BlobStore.Reader reader = disk.open(Disk.key("a"));
            quota.readable.set(false);
            assertThat(disk.rest(reader)).isEmpty();
            assertThat(disk.get("a")).isEmpty();
            assertThat(disk.stats().readErrors()).isEqualTo(2);
            quota.readable.set(true);
            assertThat(disk.get("a")).as("nothing was wrong with it").isPresent();
        }
    }

    /** Memory would fill with bodies that wait, or the event loop with it. */
    @Test
    void aSlowDiskDropsWritesBeyondABoundAndNeverHoldsUpWhoWrites() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        FaultyChannel.Trouble stuck = new FaultyChannel.Trouble() {
            @Override
            public void beforeWrite(long bytes) {
                awaitQuietly(goesOn);
            }

            @Override
            public void beforeRead() {}
        };
        try (Disk disk = disk(400 * Disk.MIB, stuck).ready()) {
            ByteBuf piece = Unpooled.wrappedBuffer(new byte[1 << 16]);
            List<BlobStore.Writer> writers = new ArrayList<>();
            long taken = 0;
            boolean refused = false;
            for (int i = 0; i < 100; i++) { // returns, though nothing is written
                BlobStore.Writer writer = disk.store().write(Disk.key("a" + i), -1);
                writers.add(writer);
                for (int j = 0; j < 20; j++) {
                    boolean good = writer.write(piece);
                    taken += good ? 1 << 16 : 0;
                    refused |= !good;
                }
            }
            assertThat(refused).isTrue();
            assertThat(taken).isLessThanOrEqualTo(Limits.PENDING);
            assertThat(disk.core().pending()).isLessThanOrEqualTo(Limits.PENDING);
            writers.forEach(writer -> writer.commit(new byte[0], BlobStore.NEVER));
            goesOn.countDown();
            disk.settle();
            assertThat(disk.core().pending()).isZero();
            assertThat(disk.stats().dropped()).isPositive();
            assertThat(disk.stats().written()).isPositive();
            assertThat(disk.stats().written() + disk.stats().dropped()).isEqualTo(100);
        }
    }

    @Test
    void readsBeyondABoundAreRefusedWhileTheDiskIsStuck() {
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        FaultyChannel.Trouble stuck = new FaultyChannel.Trouble() {
            @Override
            public void beforeWrite(long bytes) {}

            @Override
            public void beforeRead() {
                if (slow.get()) {
                    awaitQuietly(goesOn);
                }
            }
        };
        try (Disk disk = disk(16 * Disk.MIB, stuck).ready()) {
            disk.put("a", "m", "text");
            slow.set(true);
            AtomicLong opened = new AtomicLong();
            BlobStore.Opening opening = new BlobStore.Opening() {
                @Override
                public void opened(BlobStore.Reader reader) {
                    reader.close();
                    opened.incrementAndGet();
                }

                @Override
                public void missing() {}
            };
            int taken = 0;
            for (int i = 0; i < Limits.READS * 2; i++) {
                taken += disk.store().open(Disk.key("a"), Runnable::run, opening) ? 1 : 0;
            }
            assertThat(taken).isBetween(Limits.READS, Limits.READS + 1);
            assertThat(disk.stats().busy()).isEqualTo(2L * Limits.READS - taken);
            int expected = taken;
            goesOn.countDown();
            Disk.await(() -> opened.get() == expected);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
