package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that is this process's. Who has it within the process is known without opening the file again: closing a second
 * descriptor would release the lock of the first (POSIX, fcntl).
 */
final class DirectoryLock implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes a directory by a file in it; empty where another process, or another store of this one, has it. */
    static Optional<DirectoryLock> take(Path file) throws IOException {
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = open(file);
            taken = channel.tryLock() != null;
            return taken ? Optional.of(new DirectoryLock(file, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(file);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return Channels.SYSTEM.open(file, false);
        } catch (NoSuchFileException e) {
            return Channels.SYSTEM.open(file, true);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
