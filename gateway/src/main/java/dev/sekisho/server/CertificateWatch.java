package dev.sekisho.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has certificates read again when one of their files changes. Thread-safe. */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Runnable changed;
    private Set<Path> files = Set.of();
    private @Nullable FileWatch watch;
    private boolean closed;

    CertificateWatch(Runnable changed) {
        this.changed = changed;
    }

    /** From now on these files are watched. */
    synchronized void follow(Set<Path> next) {
        if (closed || next.equals(files)) {
            return;
        }
        stop();
        files = next;
        if (next.isEmpty()) {
            return;
        }
        try {
            FileWatch started = new FileWatch(List.copyOf(next), changed);
            started.start();
            watch = started;
        } catch (IOException e) {
            LOG.error("certificates are not watched: {}", e.getMessage());
        }
    }

    private void stop() {
        FileWatch running = watch;
        watch = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                LOG.warn("closing failed: {}", e.toString());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
