package dev.sekisho.telemetry.shadow;

import dev.sekisho.dataplane.upstream.traffic.CapturedAnswer;
import dev.sekisho.dataplane.upstream.traffic.ShadowObserver;
import dev.sekisho.model.Compare;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of comparing the answers of one route. Thread-safe; compares on virtual threads, a few at a time. */
public final class ShadowReport implements ShadowObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowReport.class);
    private static final int MAX_WAITING = 256; // pairs under comparison; more are not compared

    private final int maxBody;
    private final int maxSamples;
    private final Comparison comparison;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder same = new LongAdder();
    private final LongAdder different = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final Map<Difference.Kind, LongAdder> kinds = new TreeMap<>();
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /**
     * A pair that differs.
     *
     * @param time when it was compared
     * @param request method and path
     */
    public record Sample(Instant time, String request, List<Difference> differences) {}

    /** Nothing compared yet. */
    public ShadowReport(Compare rules) {
        this.maxBody = (int) rules.maxBody().bytes();
        this.maxSamples = rules.samples();
        this.comparison = new Comparison(rules);
        for (Difference.Kind kind : Difference.Kind.values()) {
            kinds.put(kind, new LongAdder());
        }
    }

    @Override
    public int maxBody() {
        return maxBody;
    }

    @Override
    public void answered(String request, Optional<CapturedAnswer> answer, Optional<CapturedAnswer> shadow) {
        if (answer.isEmpty() || shadow.isEmpty() || waiting.incrementAndGet() > MAX_WAITING) {
            skip(answer.isPresent() && shadow.isPresent());
            return;
        }
        Thread.ofVirtual().name("shadow").start(() -> {
            try {
                count(request, comparison.of(answer.get(), shadow.get()));
            } catch (RuntimeException e) {
                skipped.increment();
                LOG.error("answers to {} could not be compared", request, e);
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    private void skip(boolean entered) {
        skipped.increment();
        if (entered) {
            waiting.decrementAndGet();
        }
    }

    private void count(String request, List<Difference> found) {
        if (found.isEmpty()) {
            same.increment();
            return;
        }
        different.increment();
        kinds.forEach((kind, count) -> {
            if (found.stream().anyMatch(difference -> difference.kind() == kind)) {
                count.increment();
            }
        });
        synchronized (samples) {
            samples.addLast(new Sample(Instant.now(), request, List.copyOf(found)));
            if (samples.size() > maxSamples) {
                samples.removeFirst();
            }
        }
    }

    /** Pairs without a difference. */
    public long same() {
        return same.sum();
    }

    /** Pairs that differ. */
    public long different() {
        return different.sum();
    }

    /** Pairs of which one side did not answer, was cut off, or was too large; and those that came too fast. */
    public long notCompared() {
        return skipped.sum();
    }

    /** Pairs that differ in that part. */
    public long different(Difference.Kind kind) {
        LongAdder count = kinds.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** The latest pairs that differ, the oldest first. */
    public List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }
}
