package dev.sekisho.policy.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Measures what docs/rate-limiting.md tells: how many requests each algorithm admits in the worst period, wherever it begins, how often it
 * refuses although the last period had room, and what a key takes. Prints the rows of the table and holds their bounds.
 */
class AccuracyTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int LIMIT = 100;
    private static final Timeline TIMELINE = Timeline.of(0, InstantSource.fixed(Instant.parse("2026-05-01T00:00:00Z")));

    private record Row(String name, LimitRule rule, int worst) {}

    private static LimitRule rule(Algorithm algorithm, long burst, long delay) {
        return new LimitRule(algorithm, LIMIT, Period.parse("per", "second"), burst, delay);
    }

    private static final List<Row> ROWS = List.of(
            new Row("fixed-window", rule(Algorithm.FIXED_WINDOW, 0, 0), 200),
            new Row("sliding-log", rule(Algorithm.SLIDING_LOG, 0, 0), 100),
            new Row("sliding-window", rule(Algorithm.SLIDING_WINDOW, 0, 0), 199),
            new Row("token-bucket, burst 100", rule(Algorithm.TOKEN_BUCKET, 100, 0), 199),
            new Row("token-bucket, burst 10", rule(Algorithm.TOKEN_BUCKET, 10, 0), 109),
            new Row("leaky-bucket, burst 10", rule(Algorithm.LEAKY_BUCKET, 10, 0), 100),
            new Row("leaky-bucket, burst 10, nodelay", rule(Algorithm.LEAKY_BUCKET, 10, 10), 110));

    @Test
    void worstPeriodRefusalsAndMemory() {
        System.out.println(
                "| algorithm | worst period, chosen times | worst period, random times | refused though there was room | bytes a key |");
        for (Row row : ROWS) {
            int chosen = 0;
            for (List<Long> trace : chosen()) {
                chosen = Math.max(chosen, worst(passed(row.rule(), trace)));
            }
            int random = worst(passed(row.rule(), random(2, 60)));
            double refused = refusedThoughRoom(row.rule(), random(1, 600));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %.1f %% | %d |%n",
                    row.name(),
                    chosen,
                    random,
                    refused * 100,
                    bytes(row.rule()));
            assertThat(chosen).as(row.name()).isEqualTo(row.worst());
            assertThat(random).as(row.name()).isLessThanOrEqualTo(row.worst());
        }
    }

    /** Traces of someone who knows the algorithm: crowds at each place around a window's edge, then as many as come through. */
    private static List<List<Long>> chosen() {
        List<List<Long>> traces = new ArrayList<>();
        long begin = 3 * SECOND;
        for (int percent = 0; percent < 100; percent += 3) {
            List<Long> trace = new ArrayList<>();
            long crowd = begin + SECOND * percent / 100 + SECOND / 1000;
            for (int i = 0; i < LIMIT; i++) {
                trace.add(crowd);
            }
            for (long at = crowd; at < crowd + 3 * SECOND; at += SECOND / 1000) {
                trace.add(at);
            }
            traces.add(trace);
        }
        List<Long> edge = new ArrayList<>();
        for (int i = 0; i < 2 * LIMIT; i++) {
            edge.add(4 * SECOND + (i < LIMIT ? -1 : 0));
        }
        traces.add(edge);
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            late.add(4 * SECOND - 1);
        }
        for (long at = 4 * SECOND; at < 6 * SECOND; at += SECOND / 10_000) {
            late.add(at);
        }
        traces.add(late);
        return traces;
    }

    /** Times of a Poisson process at a multiple of the limit's rate. */
    private static List<Long> random(int multiple, int seconds) {
        Random random = new Random(42);
        List<Long> times = new ArrayList<>();
        double at = 3 * SECOND;
        while (at < (3.0 + seconds) * SECOND) {
            at += -Math.log(1 - random.nextDouble()) * SECOND / (LIMIT * multiple) / (multiple == 1 ? 0.9 : 1);
            times.add((long) at);
        }
        return times;
    }

    /** When the backend sees those that are admitted. */
    private static List<Long> passed(LimitRule rule, List<Long> trace) {
        Counter counter = Counter.of(rule, TIMELINE);
        long[] words = new long[counter.size()];
        List<Long> passed = new ArrayList<>();
        for (long at : trace) {
            long taken = counter.take(words, 0, at, 1);
            if (taken >= 0) {
                passed.add(at + taken);
            }
        }
        Collections.sort(passed);
        return passed;
    }

    /** The most that fall into a period, its first moment in and its last one out. */
    private static int worst(List<Long> times) {
        ArrayDeque<Long> period = new ArrayDeque<>();
        int worst = 0;
        for (long at : times) {
            period.addLast(at);
            while (period.getFirst() <= at - SECOND) {
                period.removeFirst();
            }
            worst = Math.max(worst, period.size());
        }
        return worst;
    }

    private static double refusedThoughRoom(LimitRule rule, List<Long> trace) {
        Counter counter = Counter.of(rule, TIMELINE);
        long[] words = new long[counter.size()];
        ArrayDeque<Long> period = new ArrayDeque<>();
        int wrong = 0;
        for (long at : trace) {
            while (!period.isEmpty() && period.getFirst() <= at - SECOND) {
                period.removeFirst();
            }
            if (counter.take(words, 0, at, 1) >= 0) {
                period.addLast(at);
            } else if (period.size() < LIMIT) {
                wrong++;
            }
        }
        return (double) wrong / trace.size();
    }

    /** Heap that a key takes in a table that is nearly full. */
    private static long bytes(LimitRule rule) {
        int keys = rule.algorithm() == Algorithm.SLIDING_LOG ? 20_000 : 80_000;
        LocalLimiter limiter = new LocalLimiter(List.of(rule), TIMELINE, keys * 5 / 4);
        long before = used();
        LimitKey key = new LimitKey();
        Verdict verdict = new Verdict(1);
        for (int i = 0; i < keys; i++) {
            key.clear();
            key.add("client" + i);
            limiter.take(key, 1, 0, verdict);
        }
        assertThat(limiter.keys()).isEqualTo(keys);
        long after = used();
        assertThat(limiter.keys()).isEqualTo(keys); // and so still reachable
        return Math.round((double) (after - before) / keys);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** What a decision costs, for a look; a loaded machine says little, so nothing is held. */
    @Test
    void timeOfADecision() {
        for (Row row : ROWS) {
            LocalLimiter limiter = new LocalLimiter(List.of(row.rule()), TIMELINE, 100_000);
            LimitKey key = new LimitKey();
            Verdict verdict = new Verdict(1);
            long admitted = 0;
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < 200_000; i++) {
                    key.clear();
                    key.add("client-of-a-route" + i % 50);
                    limiter.take(key, 1, i * 100_000L, verdict);
                    admitted += verdict.admitted() ? 1 : 0;
                }
                best = Math.min(best, (System.nanoTime() - begin) / 200_000);
            }
            System.out.println(row.name() + ": " + best + " ns a decision");
            assertThat(admitted).isPositive();
        }
    }
}
