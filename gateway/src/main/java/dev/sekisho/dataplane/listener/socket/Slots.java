package dev.sekisho.dataplane.listener.socket;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections of a listener may be open at once, over all loops. One number that loops share; they touch it only
 * when a connection opens or closes. Thread-safe.
 */
public final class Slots {

    private final int size;
    private final AtomicInteger taken = new AtomicInteger();

    /** That many; at least one. */
    public Slots(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("connections: " + size + " (expected: >= 1)");
        }
        this.size = size;
    }

    /** Takes a slot, if there is one. */
    public boolean take() {
        int before = taken.get();
        while (before < size) {
            if (taken.compareAndSet(before, before + 1)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    /** Gives a slot back; says whether there was none left, so that others may wait for this one. */
    public boolean give() {
        return taken.getAndDecrement() == size;
    }

    /** Whether all are taken. */
    public boolean isFull() {
        return taken.get() >= size;
    }
}
