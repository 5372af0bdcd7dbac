package dev.sekisho.telemetry.accesslog;

import dev.sekisho.telemetry.lines.LogOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing thread: moves lines from the rings into one buffer and writes it out, lines of all loops together. It looks
 * every 20 ms, and sooner when a ring is half full, so an idle gateway costs next to nothing and a busy one writes large
 * pieces. What cannot be written is kept and tried again every second; meanwhile rings fill up and drop.
 */
final class LogPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LogPump.class);
    private static final int BATCH = 128 << 10;
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BLOCKED = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final long REPORT_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Lane[] lanes;
    private final LogOutput output;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH).limit(0);
    private volatile boolean closing;
    private volatile long dropped;
    private int turn;
    private long reportFaultAt = System.nanoTime();
    private long reportDropsAt = System.nanoTime();
    private long reportedDrops;

    LogPump(Lane[] lanes, LogOutput output) {
        this.lanes = lanes;
        this.output = output;
    }

    /** Lines dropped so far, by full rings and by an output that failed at the end. */
    long dropped() {
        long sum = dropped;
        for (Lane lane : lanes) {
            sum += lane.ring().dropped();
        }
        return sum;
    }

    /** Ends the thread once it has written, or failed to write, what is there. */
    void close() {
        closing = true;
    }

    @Override
    public void run() {
        boolean last = false;
        while (!last) {
            boolean ending = closing; // read first, so that what was logged before close() is written
            try {
                changeOver();
                int moved = batch.hasRemaining() ? batch.remaining() : fill();
                boolean written = writeBatch();
                last = ending && (moved == 0 || !written);
                if (moved < BATCH / 2) {
                    pause(LOOK_EVERY);
                }
            } catch (IOException e) {
                last = ending;
                failed(e);
            }
            reportDrops();
        }
        finish();
    }

    private void pause(long nanos) {
        if (!closing) {
            LockSupport.parkNanos(nanos);
        }
    }

    /** Takes lines of all rings into the empty buffer, each time another ring first; returns the number of bytes. */
    private int fill() {
        batch.clear();
        turn = (turn + 1) % lanes.length;
        for (int i = 0; i < lanes.length; i++) {
            lanes[(turn + i) % lanes.length].ring().drain(batch);
        }
        batch.flip();
        return batch.remaining();
    }

    /** Writes the buffer out; returns false where the output blocks and the gateway ends. */
    private boolean writeBatch() throws IOException {
        while (batch.hasRemaining()) {
            if (output.write(batch) == 0) {
                if (closing) {
                    return false;
                }
                LockSupport.parkNanos(BLOCKED); // a terminal or pipe that does not block
            }
        }
        return true;
    }

    /** A line that stands half in the old file is written to the new one from its beginning. */
    private void changeOver() throws IOException {
        if (output.changeOver()) {
            while (batch.position() > 0 && batch.get(batch.position() - 1) != '\n') {
                batch.position(batch.position() - 1);
            }
        }
    }

    private void failed(IOException e) {
        long now = System.nanoTime();
        if (now - reportFaultAt >= 0) {
            reportFaultAt = now + REPORT_EVERY;
            LOG.error("access log cannot be written ({}); lines wait, then are dropped and counted", e.toString());
        }
        long until = now + RETRY_AFTER;
        while (!closing && !output.isChanging() && until - System.nanoTime() > 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private void reportDrops() {
        long now = System.nanoTime();
        long drops = dropped();
        if (drops > reportedDrops && now - reportDropsAt >= 0) {
            reportDropsAt = now + REPORT_EVERY;
            LOG.warn("access log dropped {} lines for want of room in its rings", drops - reportedDrops);
            reportedDrops = drops;
        }
    }

    /** Counts what never got out, then lets the output go. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, this thread
    private void finish() {
        do {
            while (batch.hasRemaining()) {
                if (batch.get() == '\n') {
                    dropped++;
                }
            }
        } while (fill() > 0);
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("access log did not close: {}", e.toString());
        }
    }
}
