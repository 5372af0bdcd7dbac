package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process holds at the moment.
 *
 * @param heap bytes reachable
 * @param direct bytes of direct memory that the allocator holds
 * @param descriptors sockets and the like open, files not counted
 * @param threads platform threads
 */
record Levels(long heap, long direct, int descriptors, int threads) {

    private static final long HEAP_TOLERANCE = 8 << 20; // bytes
    private static final long DIRECT_TOLERANCE = 8 << 20; // bytes; a chunk or two of the allocator
    private static final int COUNT_TOLERANCE =
            4; // of descriptors and threads, such as those of virtual threads' carriers

    static Levels now() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Levels(
                heap,
                directNow(),
                openNow(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    static long directNow() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider known
                ? known.metric().usedDirectMemory()
                : -1;
    }

    private static int openNow() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(Levels::isNoFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Class files are opened as they are needed, and stay open. */
    private static boolean isNoFile(Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).isAbsolute();
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Waits until no level is above this one by more than the tolerance. */
    void assertKept() {
        assertThat(direct).isNotNegative();
        Levels[] last = {this};
        try {
            TestGateway.await("levels to go down", Duration.ofSeconds(8), () -> {
                last[0] = now();
                return last[0].heap <= heap + HEAP_TOLERANCE
                        && last[0].direct <= direct + DIRECT_TOLERANCE
                        && last[0].descriptors <= descriptors + COUNT_TOLERANCE
                        && last[0].threads <= threads + COUNT_TOLERANCE;
            });
        } catch (AssertionError e) {
            throw new AssertionError("before " + this + ", after " + last[0], e);
        }
    }
}
