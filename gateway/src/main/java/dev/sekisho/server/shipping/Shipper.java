package dev.sekisho.server.shipping;

import dev.sekisho.policy.LogQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one destination, batch by batch. A batch that fails is tried again after a pause that doubles, until it is given
 * up; meanwhile the queue fills, and drops its oldest. Thread-safe.
 */
final class Shipper {

    private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);
    private static final long MOST_BYTES = 1 << 20; // of a batch
    private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50); // between tries at the end
    private static final Duration ABORT = Duration.ofMillis(500);
    private static final long REPORT_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final String label;
    private final LogQueue settings;
    private final Outlet outlet;
    private final Tally tally;
    private final RecordQueue queue;
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean aborted;
    private long reportAt = System.nanoTime();
    private boolean troubled;

    Shipper(String label, LogQueue settings, Outlet outlet, Tally tally) {
        this.label = label;
        this.settings = settings;
        this.outlet = outlet;
        this.tally = tally;
        this.queue = new RecordQueue(settings.maxEntries(), settings.maxBytes());
        Thread.Builder builder = outlet.isFile()
                ? Thread.ofPlatform().daemon().name("log-file")
                : Thread.ofVirtual().name("log " + label);
        this.thread = builder.unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String label() {
        return label;
    }

    Tally tally() {
        return tally;
    }

    /** Records that wait. */
    int waiting() {
        return queue.size();
    }

    void reopen() throws IOException {
        outlet.reopen();
    }

    /** Takes records over; what is dropped for them is counted. */
    void offer(List<byte[]> records) {
        int dropped = queue.offer(records);
        if (dropped > 0) {
            tally.full().add(dropped);
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !aborted) {
                Optional<List<byte[]>> batch =
                        queue.take(outlet.mostRecords(), MOST_BYTES, outlet.delayNanos(), outlet.keepaliveNanos());
                more = batch.isPresent();
                if (batch.filter(List::isEmpty).isPresent()) {
                    outlet.idle();
                } else if (more) {
                    ship(batch.get());
                }
            }
        } catch (InterruptedException _) {
            // the end
        } finally {
            tally.left().add(queue.size());
            outlet.close();
        }
    }

    private void ship(List<byte[]> batch) throws InterruptedException {
        boolean shipped = false;
        try {
            shipped = tryLong(batch);
        } catch (RuntimeException e) { // the records behind it are still to be sent
            tally.errors().increment();
            LOG.error("log {}: {} records not sent", label, batch.size(), e);
        } finally {
            if (!shipped) {
                outlet.forget();
            }
            (shipped ? tally.shipped() : aborted ? tally.left() : tally.givenUp()).add(batch.size());
        }
    }

    private boolean tryLong(List<byte[]> batch) throws InterruptedException {
        long start = System.nanoTime();
        long pause = settings.initialRetryDelay().toNanos();
        while (!aborted) {
            try {
                outlet.send(batch);
                recovered();
                return true;
            } catch (IOException e) {
                tally.errors().increment();
                report(e);
                long spent = System.nanoTime() - start;
                if (e instanceof Outlet.Refused
                        || spent + pause > settings.maxRetryTime().toNanos()) {
                    return false;
                }
            }
            queue.pause(pause);
            if (ending) {
                Thread.sleep(Duration.ofNanos(Math.min(pause, LAST_PAUSE)));
            }
            pause = Math.min(2 * pause, settings.maxRetryDelay().toNanos());
        }
        return false;
    }

    private void report(IOException e) {
        long now = System.nanoTime();
        troubled = true;
        if (now - reportAt >= 0) {
            reportAt = now + REPORT_EVERY;
            LOG.warn("log {}: records cannot be sent ({}); {} more wait", label, why(e), queue.size());
        }
    }

    /** Our own words as they are, those of others with the kind of failure. */
    private static String why(IOException e) {
        boolean own = e instanceof Outlet.Refused || e.getClass() == IOException.class;
        return own ? String.valueOf(e.getMessage()) : e.toString();
    }

    private void recovered() {
        if (troubled) {
            troubled = false;
            LOG.info("log {}: records are sent again", label);
        }
    }

    /** Sends what waits within the limit, and ends; waits for that. Nothing is offered any more. */
    void end(Duration limit) {
        ending = true;
        queue.stop();
        try {
            if (!thread.join(limit)) {
                aborted = true;
                outlet.abort();
                thread.interrupt();
                thread.join(ABORT);
            }
        } catch (InterruptedException _) {
            aborted = true;
            outlet.abort();
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
