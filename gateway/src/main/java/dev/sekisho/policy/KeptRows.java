package dev.sekisho.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Rows of numbers by name that outlive the process where a file keeps them. A file has them at most a second behind, so a crash may lose
 * the changes of its last second; after an orderly end none is lost. A number that was kept is never followed by a smaller one: after a
 * start each is the greatest that was ever kept. Thread-safe, never blocks.
 */
public interface KeptRows {

    /** The row of that name, the same for every caller. */
    KeptRow row(String name);

    /** A number of the row has changed. */
    void changed(KeptRow row);

    /** Rows that are gone with the process. */
    static KeptRows inMemory(int width) {
        ConcurrentMap<String, KeptRow> rows = new ConcurrentHashMap<>();
        return new KeptRows() {
            @Override
            public KeptRow row(String name) {
                return rows.computeIfAbsent(name, key -> new KeptRow(key, width));
            }

            @Override
            public void changed(KeptRow row) {}
        };
    }
}
