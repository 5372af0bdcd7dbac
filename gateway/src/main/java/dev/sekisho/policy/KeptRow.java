package dev.sekisho.policy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/** A row of numbers that outlives the process; see {@link KeptRows}. Thread-safe, without locks. */
public final class KeptRow {

    private final String name;
    private final AtomicLongArray numbers;
    private final AtomicBoolean changed = new AtomicBoolean();

    /** Of so many zeros. */
    public KeptRow(String name, int width) {
        this.name = name;
        this.numbers = new AtomicLongArray(width);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The numbers; whoever changes one tells {@link KeptRows#changed}. */
    public AtomicLongArray numbers() {
        return numbers;
    }

    /** Notes a change; gives whether none was noted since {@link #keep}. */
    public boolean note() {
        return !changed.get() && changed.compareAndSet(false, true);
    }

    /** Its numbers are about to be read and kept; what changes from here on is noted anew. */
    public void keep() {
        changed.set(false);
    }
}
