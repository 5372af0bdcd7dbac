package dev.sekisho.policy.ratelimit.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Counts in this process, exactly over all event loops. Where several limits hold, all are asked before any counts; should one be used up
 * by another loop in between, what the others have counted is given back, except in logs, which are asked last. Lock-free; a key that is
 * known allocates nothing.
 */
public final class LocalLimiter implements Limiter {

    /** Bytes that the logs of a policy may take in all. */
    private static final long LOGS = 128L << 20;

    private final Timeline timeline;
    private final Counter[] counters; // in the order of asking
    private final int[] limits; // the place of each in the configuration
    private final int[] words; // where the words of each begin
    private final Room room;

    /** Where the states of keys are; of limiters that may use one together see {@link #Room(LimitRule, Timeline, int)}. Thread-safe. */
    public static final class Room {

        private final SipHash.Seed seed = SipHash.Seed.random();
        private final KeyTable table;

        /**
         * Nothing counted yet. Limiters of one leaky bucket each, of the same rate, may use it together, since the state of a bucket is
         * what it holds: how much may wait in it, and how much of that need not wait, is asked anew for each request.
         *
         * @param rule one of theirs
         * @param most how many keys are remembered
         */
        public Room(LimitRule rule, Timeline timeline, int most) {
            this(new Counter[] {Counter.of(rule, timeline)}, most);
        }

        private Room(Counter[] counters, int most) {
            this.table = new KeyTable(counters, most);
        }
    }

    /**
     * Nothing counted yet.
     *
     * @param most how many keys are remembered
     */
    public LocalLimiter(List<LimitRule> rules, Timeline timeline, int most) {
        this(rules, timeline, counters -> new Room(counters, most));
    }

    /** Counts in that room, beside others; see there. */
    public LocalLimiter(LimitRule rule, Timeline timeline, Room room) {
        this(List.of(rule), timeline, counters -> room);
    }

    private LocalLimiter(List<LimitRule> rules, Timeline timeline, Function<Counter[], Room> room) {
        this.timeline = timeline;
        this.limits = order(rules);
        this.counters = new Counter[limits.length];
        this.words = new int[limits.length];
        int at = KeyTable.words();
        for (int i = 0; i < limits.length; i++) {
            counters[i] = Counter.of(rules.get(limits[i]), timeline);
            words[i] = at;
            at += counters[i].size();
        }
        this.room = room.apply(counters);
    }

    private static int[] order(List<LimitRule> rules) {
        List<Integer> order = new ArrayList<>();
        for (boolean log : new boolean[] {false, true}) {
            for (int i = 0; i < rules.size(); i++) {
                if (log == (rules.get(i).algorithm() == Algorithm.SLIDING_LOG)) {
                    order.add(i);
                }
            }
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many keys may be remembered for these limits at most: logs take eight bytes for each request of each key. */
    public static int mostKeys(List<LimitRule> rules) {
        long bytes = rules.stream()
                .filter(rule -> rule.algorithm() == Algorithm.SLIDING_LOG)
                .mapToLong(rule -> rule.requests() * Long.BYTES)
                .sum();
        return bytes == 0 ? Integer.MAX_VALUE : (int) Math.max(1, LOGS / bytes);
    }

    /** How many keys are remembered now. */
    public int keys() {
        return room.table.keys();
    }

    @Override
    public void take(LimitKey key, long cost, long now, Verdict into) {
        key.hash(room.seed);
        long time = timeline.at(now);
        while (true) {
            into.admit();
            long[] entry = room.table.entry(key.first(), key.second(), time);
            if (counters.length == 1 ? one(entry, time, cost, into) : all(entry, time, cost, into)) {
                tell(entry, time, into);
                return;
            }
            room.table.settle(entry, time);
        }
    }

    /** What is frozen meanwhile stays counted, on the safe side. */
    @Override
    public void giveBack(LimitKey key, long cost, long now) {
        key.hash(room.seed);
        long time = timeline.at(now);
        long[] entry = room.table.entry(key.first(), key.second(), time);
        for (int i = 0; i < counters.length; i++) {
            counters[i].giveBack(entry, words[i], time, cost);
        }
    }

    /**
     * Counts what other gateways have admitted, so that no more is left here than in the store that they share. Thread-safe.
     *
     * @param left what is left of each limit there; negative where more was admitted
     * @param reset in how many nanoseconds all is left there again, of each limit
     * @param own what was admitted here and is not counted there
     * @param now a {@link System#nanoTime} value
     */
    public void lower(LimitKey key, long[] left, long[] reset, long own, long now) {
        key.hash(room.seed);
        long time = timeline.at(now);
        long[] entry = room.table.entry(key.first(), key.second(), time);
        for (int i = 0; i < counters.length; i++) {
            int limit = limits[i];
            counters[i].lower(entry, words[i], time, left[limit], reset[limit], own);
        }
    }

    /** False where the entry is frozen. */
    private boolean one(long[] entry, long now, long cost, Verdict into) {
        long taken = counters[0].take(entry, words[0], now, cost);
        if (taken == Counter.REFUSED) {
            refuse(0, entry, now, cost, into);
        } else if (taken > 0) {
            into.delay(taken);
        }
        return taken != Counter.FROZEN;
    }

    private boolean all(long[] entry, long now, long cost, Verdict into) {
        for (int i = 0; i < counters.length; i++) {
            if (!counters[i].fits(entry, words[i], now, cost)) {
                refuse(i, entry, now, cost, into);
            }
        }
        if (!into.admitted()) {
            return true;
        }
        for (int i = 0; i < counters.length; i++) {
            long taken = counters[i].take(entry, words[i], now, cost);
            if (taken < 0) {
                giveBack(i, entry, now, cost);
                if (taken == Counter.REFUSED) {
                    refuse(i, entry, now, cost, into);
                }
                return taken == Counter.REFUSED;
            }
            into.delay(taken);
        }
        return true;
    }

    /** What is frozen stays counted, on the safe side. */
    private void giveBack(int before, long[] entry, long now, long cost) {
        for (int i = 0; i < before; i++) {
            counters[i].giveBack(entry, words[i], now, cost);
        }
    }

    private void refuse(int i, long[] entry, long now, long cost, Verdict into) {
        into.refuse(limits[i], counters[i].retryAfter(entry, words[i], now, cost));
    }

    private void tell(long[] entry, long now, Verdict into) {
        for (int i = 0; i < counters.length; i++) {
            counters[i].tell(entry, words[i], now, into, limits[i]);
        }
    }
}
