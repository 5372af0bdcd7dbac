package dev.sekisho.server.discovery;

import dev.sekisho.model.Origin;
import dev.sekisho.model.Target;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of targets with its last good list. Files replaced by a rename and links that turn (as Kubernetes mounts do) are
 * seen. Thread-safe.
 */
final class WatchedFile {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MAX_SIZE = 64L << 20; // octets; a list of a million targets is less

    private final String upstream;
    private final Path path;
    private final TargetsReader reader;
    private final ReentrantLock looking = new ReentrantLock();
    private @Nullable Stamp seen;
    private @Nullable Stamp taken;
    private String problem = "";
    private volatile Optional<List<Target>> targets = Optional.empty();

    WatchedFile(String upstream, Path path, TargetsReader reader) {
        this.upstream = upstream;
        this.path = path;
        this.reader = reader;
    }

    /**
     * Where the file is: relative to the folder of the configuration that names it.
     *
     * @throws InvalidPathException where the text is no path
     */
    static Path locate(String file, Origin origin) {
        Path folder;
        try {
            folder = Path.of(origin.source()).getParent();
        } catch (InvalidPathException _) {
            folder = null; // the source is no file
        }
        return folder == null ? Path.of(file) : folder.resolve(file);
    }

    Path path() {
        return path;
    }

    /** The last good list; empty until the file was read once. */
    Optional<List<Target>> targets() {
        return targets;
    }

    /**
     * Reads the file where it has changed.
     *
     * @param settled whether to leave a file that may still be being written to another look; where it is read all the
     *     same, another look reads it again
     * @return whether there is another list
     */
    boolean look(boolean settled) {
        if (settled && !looking.tryLock()) {
            return false; // an earlier look still waits for the file system
        }
        if (!settled) {
            looking.lock();
        }
        try {
            Stamp now = Stamp.of(path);
            boolean waiting = settled && !now.equals(seen);
            seen = now;
            boolean changed = !now.equals(taken) && !waiting && take(now);
            taken = settled ? taken : null;
            return changed;
        } finally {
            looking.unlock();
        }
    }

    private boolean take(Stamp now) {
        try {
            List<Target> found = reader.read(path, read(now));
            taken = now;
            boolean changed = !targets.equals(Optional.of(found));
            targets = Optional.of(found);
            if (!problem.isEmpty()) {
                LOG.info("the targets of upstream {} are read again: {} of {}", upstream, found.size(), path);
            }
            problem = "";
            return changed;
        } catch (IllegalArgumentException e) {
            taken = now;
            refused(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException _) {
            taken = now;
            refused(path + ":1: not UTF-8 (expected: a list of targets in UTF-8)");
        } catch (IOException e) {
            taken = null; // it may come back as it was
            refused(path + ": " + (now.exists() ? "cannot be read, " + e : "no such file"));
        }
        return false;
    }

    private String read(Stamp now) throws IOException {
        if (now.size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    path + ":1: " + now.size() + " octets (expected: at most " + MAX_SIZE + ")");
        }
        return Files.readString(path);
    }

    private void refused(String reason) {
        if (!reason.equals(problem)) {
            LOG.warn(
                    "targets of upstream {} are not taken: {}; {}",
                    upstream,
                    reason,
                    targets.isEmpty() ? "none are known from this file" : "the last good list stays");
        }
        problem = reason;
    }
}
