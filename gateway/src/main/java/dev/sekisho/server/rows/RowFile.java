package dev.sekisho.server.rows;

import dev.sekisho.policy.KeptRow;
import dev.sekisho.policy.KeptRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in a file. Who changes a row leaves a note; a thread of its own writes the rows with notes to the end of the file each second, and
 * all of them to a new file in its place when the old one has grown enough. Each line holds the whole state of a row, so that any
 * one may be lost. Thread-safe; changing never blocks.
 */
public final class RowFile implements KeptRows, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowFile.class);
    private static final long INTERVAL_MILLIS = 1_000; // the most that a crash loses, beside the time of writing
    private static final long CLOSE_MILLIS = 10_000; // the longest that the end waits for the disk

    private final int width;
    private final RowDisk disk;
    private final ConcurrentMap<String, KeptRow> rows = new ConcurrentHashMap<>();
    private final Queue<KeptRow> notes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread writer;
    private boolean failing; // the writer's

    private RowFile(RowDisk disk, int width) {
        this.disk = disk;
        this.width = width;
        this.writer = Thread.ofPlatform().daemon().name("rows-writer").unstarted(this::run);
    }

    /**
     * Opens a file, which is made where there is none.
     *
     * @throws IllegalArgumentException where it cannot be used
     */
    static RowFile open(Path path, int width) {
        try {
            return open(RowDisk.open(path), width);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "file: " + path + ": " + e.getMessage() + " (expected: a file that can be written)", e);
        }
    }

    /** Gives the lock back where the file cannot be used, so that it can be once it is mended. */
    private static RowFile open(RowDisk disk, int width) throws IOException {
        RowFile file = new RowFile(disk, width);
        try {
            disk.read(line -> RowLine.read(line, width).ifPresent(file::restore));
            disk.replace(file.rows.values());
        } catch (IOException e) {
            disk.close();
            throw e;
        }
        file.writer.start();
        return file;
    }

    private void restore(RowLine line) {
        KeptRow row = row(line.name());
        for (int i = 0; i < width; i++) {
            row.numbers().accumulateAndGet(i, line.numbers()[i], Math::max);
        }
    }

    @Override
    public KeptRow row(String name) {
        KeptRow known = rows.get(name);
        return known != null ? known : rows.computeIfAbsent(name, key -> new KeptRow(key, width));
    }

    @Override
    public void changed(KeptRow row) {
        if (row.note()) {
            notes.add(row);
        }
    }

    private void run() {
        boolean ended = false;
        while (!ended) {
            try {
                ended = ending.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                ended = true;
            }
            write();
        }
        disk.close();
    }

    private void write() {
        if (notes.isEmpty() && !failing) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (KeptRow row = notes.poll(); row != null; row = notes.poll()) {
            row.keep();
            RowLine.write(lines, row.name(), row.numbers());
        }
        try {
            if (failing || disk.isGrown(rows.size())) {
                disk.replace(rows.values()); // has what was not written, too
            } else {
                disk.append(lines.toString());
            }
            if (failing) {
                LOG.info("{}: written again", disk);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("{}: cannot be written: {}; counts are kept in memory and tried again", disk, e.getMessage());
            }
            failing = true;
        }
    }

    /** Writes what is left; waits for it. */
    @Override
    public void close() {
        ending.countDown();
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
