package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.stream.StreamConnection;
import dev.sekisho.dataplane.stream.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams to the access log that serves now: their sockets outlive configurations that do not change them. A fault is reported
 * and never reaches the connection. Thread-safe.
 */
public final class StreamLog implements StreamObserver {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLog.class);
    private static final long REPORT_EVERY = 60_000_000_000L; // nanoseconds

    private volatile @Nullable AccessLogWriter current;
    private volatile long reported = System.nanoTime() - REPORT_EVERY;

    /** From now on lines go there; null for nowhere. */
    public void follow(@Nullable AccessLogWriter log) {
        current = log;
    }

    @Override
    public void ended(StreamConnection connection) {
        AccessLogWriter log = current;
        if (log == null) {
            return;
        }
        long now = System.nanoTime();
        try {
            log.ended(connection, now);
        } catch (RuntimeException e) {
            if (now - reported >= REPORT_EVERY) {
                reported = now;
                LOG.error("telemetry failed; streams go on", e);
            }
        }
    }
}
