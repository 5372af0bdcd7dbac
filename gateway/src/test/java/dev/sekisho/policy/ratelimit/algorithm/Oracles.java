package dev.sekisho.policy.ratelimit.algorithm;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The algorithms once more, as one would explain them: exact, slow, with all the memory that they want. */
final class Oracles {

    private Oracles() {}

    /** Decides about the requests of one key, in the order of time. */
    interface Oracle {
        boolean admits(long now, long cost);
    }

    /** Tokens drop in at the rate, to the last fraction of one. */
    static Oracle tokenBucket(long requests, long period, long capacity) {
        return new Oracle() {
            private BigInteger level = BigInteger.valueOf(capacity).multiply(BigInteger.valueOf(period));
            private long last;

            @Override
            public boolean admits(long now, long cost) {
                BigInteger full = BigInteger.valueOf(capacity).multiply(BigInteger.valueOf(period));
                BigInteger flown = BigInteger.valueOf(now - last).multiply(BigInteger.valueOf(requests));
                last = now;
                level = level.add(flown).min(full);
                BigInteger wanted = BigInteger.valueOf(cost).multiply(BigInteger.valueOf(period));
                if (level.compareTo(wanted) < 0) {
                    return false;
                }
                level = level.subtract(wanted);
                return true;
            }
        };
    }

    /** Counts by the name of the window. */
    static Oracle fixedWindow(long requests, Period period, Timeline timeline) {
        Map<Object, Long> counts = new HashMap<>();
        return (now, cost) -> {
            Object window = window(period, timeline.wallNanos() + now);
            long used = counts.getOrDefault(window, 0L) + cost;
            if (used > requests) {
                return false;
            }
            counts.put(window, used);
            return true;
        };
    }

    private static Object window(Period period, long wall) {
        String form = period.kind() == Period.Kind.MONTH ? "yyyy-MM" : "yyyy";
        return period.kind() == Period.Kind.FIXED
                ? Long.valueOf(Math.floorDiv(wall, period.nanos()))
                : DateTimeFormatter.ofPattern(form, Locale.ROOT)
                        .format(Instant.EPOCH.plusNanos(wall).atOffset(ZoneOffset.UTC));
    }

    /** The count of this window, and that of the one before, weighted, in numbers of any size. */
    static Oracle slidingWindow(long requests, long period, Timeline timeline) {
        Map<Long, Long> counts = new HashMap<>();
        return (now, cost) -> {
            long wall = timeline.wallNanos() + now;
            long window = Math.floorDiv(wall, period);
            BigInteger left = BigInteger.valueOf(period - Math.floorMod(wall, period));
            BigInteger before = BigInteger.valueOf(counts.getOrDefault(window - 1, 0L));
            BigInteger used = BigInteger.valueOf(counts.getOrDefault(window, 0L) + cost);
            BigInteger length = BigInteger.valueOf(period);
            if (before.multiply(left)
                            .add(used.multiply(length))
                            .compareTo(BigInteger.valueOf(requests).multiply(length))
                    > 0) {
                return false;
            }
            counts.merge(window, cost, Long::sum);
            return true;
        };
    }

    /** Times of the last period, in microseconds. */
    static Oracle slidingLog(long requests, long period) {
        ArrayDeque<Long> times = new ArrayDeque<>();
        return (now, cost) -> {
            long micros = now / 1000;
            while (!times.isEmpty() && times.getFirst() + period / 1000 <= micros) {
                times.removeFirst();
            }
            if (times.size() + cost > requests) {
                return false;
            }
            for (int i = 0; i < cost; i++) {
                times.addLast(micros);
            }
            return true;
        };
    }

    /**
     * The arithmetic of ngx_http_limit_req_module as its documentation and "rate=" unit tell: excess in thousandths of a request, time in
     * milliseconds, whole numbers. Answers the delay in milliseconds, or -1 for a refusal.
     */
    static final class NginxLeakyBucket {
        private final long rate; // thousandths of a request in a second
        private final long burst;
        private final long delay;
        private long excess;
        private long last = -1;

        NginxLeakyBucket(long rate, long burst, long delay) {
            this.rate = rate;
            this.burst = burst * 1000;
            this.delay = delay * 1000;
        }

        long delay(long millis) {
            long now = last < 0 ? 0 : Math.max(0, excess - rate * (millis - last) / 1000 + 1000);
            if (now > burst) {
                return -1;
            }
            excess = now;
            last = millis;
            return now <= delay ? 0 : (now - delay) * 1000 / rate;
        }
    }
}
