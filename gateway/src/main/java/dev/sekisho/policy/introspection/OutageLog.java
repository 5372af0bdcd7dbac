package dev.sekisho.policy.introspection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators that an endpoint fails, once in ten seconds at most, however many requests do. Thread-safe. */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final AskSettings settings;
    private final LongSupplier nanoTime;
    private final AtomicLong next;

    OutageLog(AskSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * A request has failed.
     *
     * @param out whether the endpoint is not asked for a while
     */
    void failed(Throwable cause, boolean out) {
        long now = nanoTime.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
            String then = out ? "; it is asked less often, tokens that are not known yet are answered 503" : "";
            LOG.warn("introspection at {} fails: {}{}", settings, String.valueOf(cause.getMessage()), then);
        }
    }

    /** An outage has ended. */
    void ended() {
        LOG.info("introspection at {} works again", settings);
    }
}
