package dev.sekisho.server.rows;

import dev.sekisho.policy.KeptRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, of which one process has the lock. What {@link #append} or {@link #replace} has returned from is on the disk; a
 * replacement is whole or not there at all. One thread at a time.
 */
final class RowDisk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowDisk.class);
    private static final long LEAST_BYTES = 1 << 20; // below which nothing is replaced
    private static final long ROW_BYTES = 128; // of a line, about
    private static final int GROWTH = 4; // lines for a row

    private final Path path;
    private final FileChannel lockFile;
    private @Nullable FileChannel channel;

    private RowDisk(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Takes the lock. */
    static RowDisk open(Path path) throws IOException {
        Path locked = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel file = FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) { // of this process
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new IOException("in use by another gateway");
        }
        return new RowDisk(path, file);
    }

    /** Gives each line; bytes that are no UTF-8 make lines that are not whole. */
    void read(Consumer<String> lines) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.accept(line);
            }
        }
    }

    /** Adds lines at the end. */
    void append(String lines) throws IOException {
        FileChannel now = channel;
        if (now == null) {
            throw new IOException("not open");
        }
        write(now, lines);
    }

    private static void write(FileChannel to, String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        to.force(false);
    }

    /** Whether a replacement would be much smaller. */
    boolean isGrown(int rows) throws IOException {
        FileChannel now = channel;
        return now != null && now.size() > LEAST_BYTES && now.size() > GROWTH * ROW_BYTES * rows;
    }

    /** Puts a file with these rows in its place. */
    void replace(Collection<KeptRow> rows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (KeptRow row : rows) {
            RowLine.write(lines, row.name(), row.numbers());
        }
        Path next = path.resolveSibling(path.getFileName() + ".new");
        FileChannel written = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            write(written, lines.toString());
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            written.close();
            throw e;
        }
        FileChannel old = channel;
        channel = written; // goes on at its end
        if (old != null) {
            old.close();
        }
        forceFolder();
    }

    /** So that the new name outlives a loss of power; some systems cannot. */
    private void forceFolder() {
        Path folder = path.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        } catch (IOException e) {
            LOG.debug("{}: {}", folder, e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("{}: {}", path, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
