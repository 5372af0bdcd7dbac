package dev.sekisho.dataplane.upstream.health;

import static dev.sekisho.dataplane.Reason.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Outliers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ejections of targets whose rate of success lies far below the mean. */
class SuccessRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static Outliers rules(int percent, int hosts, int volume, int factor) {
        return new Outliers(
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                Duration.ofSeconds(60),
                percent,
                Optional.of(new Outliers.SuccessRate(hosts, volume, factor)));
    }

    private static List<Integer> ejectedAfter(Outliers rules, int requests, int... good) {
        List<TargetHealth> targets = EjectionTest.targets(good.length);
        OutlierDetector detector = new OutlierDetector(rules);
        detector.targets(targets);
        for (int i = 0; i < good.length; i++) {
            report(detector, targets.get(i), good[i], requests, 0);
        }
        detector.look(0);
        return ejected(targets, 0);
    }

    private static void report(OutlierDetector detector, TargetHealth target, int good, int requests, long now) {
        for (int i = 0; i < requests; i++) {
            detector.reported(target, NONE, i < good ? 200 : 500, now);
        }
    }

    private static List<Integer> ejected(List<TargetHealth> targets, long now) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            if (!targets.get(i).isHealthy(now)) {
                out.add(i);
            }
        }
        return out;
    }

    @Test
    void farBelowTheMeanIsEjected() {
        // mean 0.9, deviation 0.2: below 0.9 - 1.9 * 0.2 = 0.52
        assertThat(ejectedAfter(rules(100, 5, 100, 1900), 100, 100, 100, 100, 100, 50))
                .containsExactly(4);
        assertThat(ejectedAfter(rules(100, 5, 100, 2001), 100, 100, 100, 100, 100, 50))
                .isEmpty();
    }

    @Test
    void thereMustBeEnoughTargetsWithEnoughRequests() {
        assertThat(ejectedAfter(rules(100, 6, 100, 1900), 100, 100, 100, 100, 100, 0))
                .isEmpty();
        assertThat(ejectedAfter(rules(100, 5, 101, 1900), 100, 100, 100, 100, 100, 0))
                .isEmpty();
    }

    /** 3 x 0.1 is above 0.3 in floating point, so equal rates lay below their mean. */
    @Test
    void equalRatesEjectNobody() {
        for (int good = 0; good <= 10; good++) {
            assertThat(ejectedAfter(rules(100, 3, 10, 1), 10, good, good, good)).isEmpty();
        }
    }

    @Test
    void requestsOfAnEarlierLookDoNotCount() {
        List<TargetHealth> targets = EjectionTest.targets(5);
        OutlierDetector detector = new OutlierDetector(rules(100, 5, 100, 1000));
        detector.targets(targets);
        for (int look = 0; look < 2; look++) {
            for (int i = 0; i < 5; i++) {
                report(detector, targets.get(i), i == 4 ? 0 : 60, 60, 0);
            }
            detector.look(look);
        }
        assertThat(ejected(targets, 1)).isEmpty();
    }

    /** What one target is to the oracle. */
    private static final class Plain {
        private int requests;
        private int good;
        private int times;
        private long out = -1; // until when, or -1

        double rate() {
            return (double) good / requests;
        }

        /** 25 seconds, 50, then 60. */
        void eject(long second) {
            times = Math.min(3, times + 1);
            out = second + Math.min(60, 25 * times);
        }
    }

    /** Envoy's documentation written down plainly, in whole seconds. */
    private static void look(List<Plain> all, int percent, int hosts, double factor, long second) {
        List<Plain> compared = new ArrayList<>();
        for (Plain one : all) {
            if (one.out >= 0 && second >= one.out) {
                one.out = -1;
            } else if (one.out < 0) {
                one.times = Math.max(0, one.times - 1);
            }
            if (one.out < 0 && one.requests >= 20) {
                compared.add(one);
            }
        }
        if (compared.size() >= hosts) {
            double mean = compared.stream().mapToDouble(Plain::rate).average().orElse(0);
            double variance = compared.stream()
                    .mapToDouble(one -> Math.pow(one.rate() - mean, 2))
                    .average()
                    .orElse(0);
            compared.stream()
                    .filter(one -> one.rate() < mean - factor * Math.sqrt(variance) - 1e-9)
                    .filter(one -> mayEject(all, percent))
                    .forEach(one -> one.eject(second));
        }
        for (Plain one : all) {
            one.requests = one.good = 0;
        }
    }

    private static boolean mayEject(List<Plain> all, int percent) {
        int out = 0;
        for (Plain one : all) {
            out += one.out >= 0 ? 1 : 0;
        }
        return out == 0 || (out + 1) / (double) all.size() <= percent / 100.0 + 1e-9;
    }

    /** A detector and its oracle, fed the same. */
    private static final class Pair {
        private final Random random;
        private final int percent;
        private final int hosts;
        private final int factor;
        private final List<TargetHealth> targets;
        private final OutlierDetector detector;
        private final List<Plain> plain = new ArrayList<>();

        Pair(int seed) {
            random = new Random(seed);
            percent = 10 + random.nextInt(91);
            hosts = 1 + random.nextInt(5);
            factor = 300 + random.nextInt(1700);
            targets = EjectionTest.targets(2 + random.nextInt(12));
            targets.forEach(target -> plain.add(new Plain()));
            detector = new OutlierDetector(rules(percent, hosts, 20, factor));
            detector.targets(targets);
        }

        /** Some answers of each, also of ejected ones: calls that were under way. */
        void answers(int second) {
            for (int i = 0; i < plain.size(); i++) {
                int requests = random.nextInt(60);
                int good = requests - (random.nextInt(4) == 0 ? random.nextInt(requests + 1) : 0);
                report(detector, targets.get(i), good, requests, second * SECOND);
                plain.get(i).requests = requests;
                plain.get(i).good = good;
            }
        }

        /** Who is out according to the oracle; the detector must say the same. */
        int look(int second) {
            detector.look(second * SECOND);
            SuccessRateTest.look(plain, percent, hosts, factor / 1000.0, second);
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < plain.size(); i++) {
                if (plain.get(i).out >= 0) {
                    expected.add(i);
                }
            }
            assertThat(ejected(targets, second * SECOND)).isEqualTo(expected);
            return expected.size();
        }
    }

    @Test
    void theSameAreEjectedAsByAPlainOracle() {
        int ejections = 0;
        for (int seed = 0; seed < 300; seed++) {
            Pair pair = new Pair(seed);
            for (int second = 0; second < 300; second += 10) {
                pair.answers(second);
                ejections += pair.look(second);
            }
        }
        assertThat(ejections).as("something was compared").isGreaterThan(1_000);
    }
}
