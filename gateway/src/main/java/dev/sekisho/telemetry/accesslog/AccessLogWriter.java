package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.stream.StreamConnection;
import dev.sekisho.model.AccessLog;
import dev.sekisho.telemetry.EndObserver;
import dev.sekisho.telemetry.lines.LogOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The access log. Each event loop formats its lines into a ring of its own; one thread writes the rings out. A loop never
 * waits, locks or allocates for it: lines that find no room are dropped and counted.
 *
 * <p>Outlives configurations whose log settings are the same. Thread-safe.
 */
public final class AccessLogWriter implements EndObserver, Closeable {

    private static final int SMALLEST_RING = 64 << 10; // the longest line must fit, or clients could hide behind it
    private static final int LARGEST_RING = 1 << 30;
    private static final long CLOSE_WITHIN = 5_000; // milliseconds

    private final Lane[] lanes;
    private final LogOutput output;
    private final LogPump pump;
    private final Thread thread;

    /**
     * Opens the log and starts to write.
     *
     * @param settings file, memory and what is left out; each ring has the next power of two from 64 KiB on
     * @param loops number of event loops
     * @throws IOException where the file cannot be opened
     */
    public AccessLogWriter(AccessLog settings, int loops) throws IOException {
        int capacity = capacity(settings.buffer().bytes());
        lanes = new Lane[loops];
        for (int i = 0; i < loops; i++) {
            lanes[i] = new Lane(capacity, settings.subject());
        }
        output = new LogOutput(settings.file().map(Path::of));
        pump = new LogPump(lanes, output);
        thread = Thread.ofPlatform().name("access-log").daemon().start(pump);
    }

    private static int capacity(long bytes) {
        int wanted = (int) Math.max(SMALLEST_RING, Math.min(bytes, LARGEST_RING));
        int floor = Integer.highestOneBit(wanted);
        return floor == wanted ? wanted : floor << 1;
    }

    @Override
    public void ended(Exchange exchange, long now) {
        if (lanes[exchange.loop().index()].log(exchange, now)) {
            LockSupport.unpark(thread);
        }
    }

    /** The connection of a stream is over; on its event loop. {@code now} is a {@link System#nanoTime} value. */
    public void ended(StreamConnection connection, long now) {
        if (lanes[connection.loop().index()].log(connection, now)) {
            LockSupport.unpark(thread);
        }
    }

    /** Lines that were dropped since the start. */
    public long droppedLines() {
        return pump.dropped();
    }

    /**
     * Opens the file anew, for rotation; lines from now on go to the new one. Does nothing for standard output.
     *
     * @throws IOException where it cannot be opened; the old one stays in use
     */
    public void reopen() throws IOException {
        output.reopen();
        LockSupport.unpark(thread);
    }

    /**
     * Writes what is there and closes; waits at most 5 seconds for an output that blocks. Lines that come later are lost.
     */
    @Override
    public void close() {
        pump.close();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
