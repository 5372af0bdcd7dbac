package dev.sekisho.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when one of some files changes: by the kernel's events for their folders, which also see a file replaced by a
 * rename or a link that turns (as Kubernetes mounts do), and by a look once a second where events do not come.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    private static final long NOISE_MILLIS = 100; // between looks at events of other files
    private static final long SETTLE_MILLIS = 5; // a file is often written in more than one step

    private final List<Path> files;
    private final Runnable changed;
    private final WatchService events;
    private final Thread thread;
    private volatile boolean closed;

    /** What tells one state of a file from the next without reading it. */
    private record Stamp(long modified, long size, Object key) {}

    FileWatch(List<Path> files, Runnable changed) throws IOException {
        this.files = files;
        this.changed = changed;
        this.events = FileSystems.getDefault().newWatchService();
        Set<Path> folders = new LinkedHashSet<>();
        files.forEach(file -> folders.add(file.toAbsolutePath().getParent()));
        for (Path folder : folders) {
            folder.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        this.thread = Thread.ofPlatform().name("file-watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        List<Stamp> before = stamps();
        long looked = System.nanoTime();
        while (!closed) {
            try {
                WatchKey key = events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    boolean ours = concerns(key.pollEvents());
                    key.reset();
                    Thread.sleep(ours ? SETTLE_MILLIS : NOISE_MILLIS);
                    if (!ours && System.nanoTime() - looked < LOOK_NANOS) {
                        continue;
                    }
                }
                looked = System.nanoTime();
                List<Stamp> now = stamps();
                if (!now.equals(before)) {
                    before = now;
                    changed.run();
                }
            } catch (InterruptedException | java.nio.file.ClosedWatchServiceException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("reload after a file change failed", e);
            }
        }
    }

    /** Whether more than the content of other files changed, such as a log that is written to the same folder. */
    private boolean concerns(List<WatchEvent<?>> found) {
        for (WatchEvent<?> event : found) {
            if (event.kind() != StandardWatchEventKinds.ENTRY_MODIFY
                    || files.stream().anyMatch(file -> file.endsWith((Path) event.context()))) {
                return true;
            }
        }
        return false;
    }

    private List<Stamp> stamps() {
        List<Stamp> found = new ArrayList<>();
        for (Path file : files) {
            found.add(stamp(file));
        }
        return found;
    }

    private static Stamp stamp(Path file) {
        try {
            Path real = file.toRealPath();
            return new Stamp(Files.getLastModifiedTime(real).to(TimeUnit.NANOSECONDS), Files.size(real), real);
        } catch (IOException e) {
            return new Stamp(-1, -1, file);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        events.close();
        thread.interrupt();
    }
}
