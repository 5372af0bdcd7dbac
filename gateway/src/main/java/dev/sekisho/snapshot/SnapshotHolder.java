package dev.sekisho.snapshot;

import dev.sekisho.dataplane.Generation;
import java.util.function.Supplier;

/** Holds the snapshot that serves new requests: the only reference to configuration that changes. Thread-safe. */
public final class SnapshotHolder implements Supplier<Generation> {

    private volatile Snapshot current;

    /** Starts with a snapshot. */
    public SnapshotHolder(Snapshot first) {
        this.current = first;
    }

    /** What serves new requests. */
    @Override
    public Generation get() {
        return current;
    }

    /** The snapshot that serves new requests. */
    public Snapshot snapshot() {
        return current;
    }

    /** From now on the next one serves; gives the one that served until now. */
    public synchronized Snapshot swap(Snapshot next) {
        Snapshot before = current;
        current = next;
        return before;
    }
}
