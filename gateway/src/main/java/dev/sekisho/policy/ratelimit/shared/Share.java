package dev.sekisho.policy.ratelimit.shared;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a gateway has admitted for a key and not told yet. A key that nobody asks for is retired, so that only those in use are there.
 * Thread-safe, without locks.
 */
final class Share {

    private static final long RETIRED = -1;

    private final String name;
    private final byte[] key;
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean touched;

    Share(String name, byte[] key) {
        this.name = name;
        this.key = key;
    }

    /** Of the key in the store. */
    String name() {
        return name;
    }

    /** Whose it is; not to be changed. */
    byte[] key() {
        return key;
    }

    /** Adds what was admitted, which may be nothing; false where it is retired, and nothing was added. */
    boolean add(long admitted) {
        touched = true;
        while (true) {
            long now = unsent.get();
            if (now == RETIRED) {
                return false;
            }
            if (admitted == 0 || unsent.compareAndSet(now, now + admitted)) {
                return true;
            }
        }
    }

    /** Whether the caller is to begin to tell of it: whoever is first. */
    boolean begin() {
        return !running.get() && running.compareAndSet(false, true);
    }

    /** Gives what is to be told now. */
    long send() {
        touched = false;
        return unsent.getAndSet(0);
    }

    /** What was admitted since. */
    long unsent() {
        return unsent.get();
    }

    /** Whether it is retired now, since nobody has asked since it was sent; else it is to be sent again. */
    boolean end() {
        return !touched && unsent.compareAndSet(0, RETIRED);
    }
}
