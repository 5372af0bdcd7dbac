package dev.sekisho.tls.ocsp;

import dev.sekisho.dataplane.listener.tls.Staple;
import dev.sekisho.dataplane.listener.tls.Staple.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the responses that are shown with certificates fresh: asks at half of their time, keeps the last good one until it is
 * out of date, and tries again after a failure with growing pauses. One thread, which is there once something is to be asked.
 * Thread-safe.
 */
public final class Stapler implements AutoCloseable {

    private final Pace pace;
    private final Map<Question, Upkeep> kept = new HashMap<>();
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Fetch fetch;
    private boolean closed;

    /**
     * How often it asks.
     *
     * @param timeout of one question
     * @param least between two questions
     * @param most between two questions, and where a response does not say until when it is good
     */
    record Pace(Duration timeout, Duration least, Duration most) {}

    /** One that asks a certificate's authority at most once a minute, and at least once a day. */
    public Stapler() {
        this(new Pace(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofDays(1)));
    }

    Stapler(Pace pace) {
        this.pace = pace;
    }

    /** From now on these are kept fresh, and no others. What is known of a certificate is shown at once. */
    public synchronized void follow(List<Staple> staples) {
        Map<Question, List<Staple>> wanted = new HashMap<>();
        staples.forEach(staple -> staple.question()
                .ifPresent(question ->
                        wanted.computeIfAbsent(question, _ -> new ArrayList<>()).add(staple)));
        kept.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().end();
            }
            return gone;
        });
        if (closed) {
            return;
        }
        wanted.forEach((question, shown) -> {
            Upkeep known = kept.get(question);
            if (known == null) {
                Upkeep upkeep = new Upkeep(question, shown);
                kept.put(question, upkeep);
                later(upkeep, Duration.ZERO);
            } else {
                known.show(shown);
            }
        });
    }

    private synchronized void later(Upkeep upkeep, Duration pause) {
        if (closed || upkeep.isEnded()) {
            return;
        }
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ocsp").factory());
        }
        thread.schedule(() -> run(upkeep), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run(Upkeep upkeep) {
        if (upkeep.isEnded()) {
            return;
        }
        try {
            boolean good = upkeep.ask(client());
            (good ? fetched : failed).increment();
        } catch (InterruptedException _) {
            return; // the gateway ends
        }
        later(upkeep, upkeep.pause(pace));
    }

    private synchronized Fetch client() {
        if (fetch == null) {
            fetch = new Fetch(pace.timeout());
        }
        return fetch;
    }

    /** Good responses that came. */
    public long fetched() {
        return fetched.sum();
    }

    /** Questions without a good response. */
    public long failed() {
        return failed.sum();
    }

    /** Asks no more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
        if (fetch != null) {
            fetch.close();
        }
    }
}
