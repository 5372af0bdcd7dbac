package dev.sekisho.blackbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which Netty found that a buffer was dropped without being released. Netty knows a leak when
 * the collector has taken the buffer and the next one is allocated, so this collects behind each class that may have used
 * buffers. Registered for all tests by {@code META-INF/services}; detection itself is set to paranoid in the build.
 */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final int ROUNDS = 3; // collections, since a leak may be held by what is finalised first
    private static final long SETTLE_MILLIS = 20;

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Recording());
    }

    private static final class Recording extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the only method to override, and its replacement calls it
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return new Detector<>(resource, interval);
        }
    }

    /**
     * Whether nobody has touched the buffer since Netty's io_uring gave it to the kernel to read into: a read that was under way
     * when its loop ended, as at the end of most tests. Had it been filled, a handler had read from it.
     */
    private static boolean isUnfinishedRead(String records) {
        return records.contains("IoUringStreamUnsafe.scheduleRead0") && !records.contains("#1:");
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<T> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            if (isUnfinishedRead(records)) {
                return;
            }
            REPORTS.add(type + records);
            super.reportTracedLeak(type, records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            REPORTS.add(type);
            super.reportUntracedLeak(type);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        REPORTS.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> found = new ArrayList<>(reports());
        if (!found.isEmpty()) {
            throw new AssertionError(found.size() + " buffers leaked, the first: " + found.getFirst());
        }
    }

    /** What has leaked since it was asked last. */
    static List<String> reports() {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                System.gc();
                Thread.sleep(SETTLE_MILLIS);
                ByteBuf probe =
                        ByteBufAllocator.DEFAULT.directBuffer(16); // lets the detector look at what was collected
                probe.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<String> found = List.copyOf(REPORTS);
        REPORTS.clear();
        return found;
    }
}
