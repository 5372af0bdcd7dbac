package dev.sekisho.policy.compression;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Encoders of one kind, at most so many at once, since each holds memory outside the heap; a few stay for the next body. Lock-free.
 */
final class EncoderPool {

    /** Kept for later: more than loops work on at the same instant. */
    private static final int IDLE = 32;

    private final Supplier<Encoder> maker;
    private final int most;
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Encoder> idle = new AtomicReferenceArray<>(IDLE);

    /**
     * Which encoders.
     *
     * @param coding what they make
     * @param level level or quality
     * @param most how many at once
     */
    record Kind(Coding coding, int level, int most) {

        EncoderPool pool() {
            return switch (coding) {
                case GZIP -> new EncoderPool(() -> new GzipEncoder(level), most);
                case BR -> new EncoderPool(() -> new BrotliEncoder(level), most);
            };
        }
    }

    EncoderPool(Supplier<Encoder> maker, int most) {
        this.maker = maker;
        this.most = most;
    }

    /** An encoder, to be given back; null where as many as may be are in use. */
    @Nullable
    Encoder take(int loop) {
        if (used.incrementAndGet() > most) {
            used.decrementAndGet();
            return null;
        }
        for (int i = 0; i < IDLE; i++) {
            int slot = loop + i & IDLE - 1;
            if (idle.get(slot) != null) {
                Encoder found = idle.getAndSet(slot, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return make();
    }

    private Encoder make() {
        try {
            return maker.get();
        } catch (Throwable e) {
            used.decrementAndGet();
            throw e;
        }
    }

    /** Takes an encoder back, once. */
    void give(Encoder encoder, int loop) {
        used.decrementAndGet();
        if (encoder.reset()) {
            for (int i = 0; i < IDLE; i++) {
                if (idle.compareAndSet(loop + i & IDLE - 1, null, encoder)) {
                    return;
                }
            }
        }
        encoder.end();
    }

    /** How many are in use. */
    int used() {
        return used.get();
    }
}
