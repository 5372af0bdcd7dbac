package dev.sekisho.server.rows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of rows that are in use; one that was used stays open until the gateway ends. Thread-safe. */
public final class RowFiles implements AutoCloseable {

    private final Map<Path, RowFile> open = new HashMap<>();

    /**
     * Opens a file, or gives the one that is open.
     *
     * @throws IllegalArgumentException where it cannot be used
     */
    public synchronized RowFile open(Path file, int width) {
        return open.computeIfAbsent(file.toAbsolutePath().normalize(), path -> RowFile.open(path, width));
    }

    @Override
    public void close() {
        List<RowFile> all;
        synchronized (this) {
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(RowFile::close);
    }
}
