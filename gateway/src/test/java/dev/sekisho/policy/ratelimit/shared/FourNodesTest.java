package dev.sekisho.policy.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.RedisServer;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Script;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Period;
import dev.sekisho.policy.ratelimit.algorithm.Timeline;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import dev.sekisho.server.redis.RedisRoom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four gateways' limiters on one server, all for one key. */
class FourNodesTest {

    private static final int NODES = 4;
    private static final int REQUESTS = 10_000; // of each
    private static final int LIMIT = 7_777;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private static LimitRule rule(Algorithm algorithm) {
        long burst = algorithm == Algorithm.TOKEN_BUCKET ? LIMIT : algorithm == Algorithm.LEAKY_BUCKET ? LIMIT - 1 : 0;
        return new LimitRule(algorithm, LIMIT, Period.parse("per", "366d"), burst, burst);
    }

    /** Two gateways that see one request left must not both take it. */
    @Test
    void togetherTheyAdmitExactlyTheLimit() throws Exception {
        try (RedisServer server = RedisServer.start(folder);
                RedisRoom room = new RedisRoom()) {
            List<KeyValueStore> stores = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                stores.add(SharedStores.open(room, server));
            }
            for (Algorithm algorithm : Algorithm.values()) {
                if (algorithm == Algorithm.SLIDING_LOG) {
                    server.command("SCRIPT", "FLUSH"); // a server that forgets its scripts meanwhile loses no count
                }
                AtomicLong admitted = new AtomicLong();
                AtomicLong failed = new AtomicLong();
                List<Thread> nodes = new ArrayList<>();
                for (KeyValueStore store : stores) {
                    AtomicLimiter limiter = new AtomicLimiter(
                            store, algorithm.name(), List.of(rule(algorithm)), InstantSource.system());
                    nodes.add(Thread.ofPlatform().start(() -> ask(limiter, admitted, failed)));
                }
                if (algorithm == Algorithm.TOKEN_BUCKET) {
                    server.command("SCRIPT", "FLUSH");
                }
                for (Thread node : nodes) {
                    node.join();
                }
                assertThat(failed).hasValue(0);
                assertThat(admitted).as("%s", algorithm).hasValue(LIMIT); // one more flows in 67 minutes
            }
        }
    }

    private static void ask(AtomicLimiter limiter, AtomicLong admitted, AtomicLong failed) {
        Semaphore room = new Semaphore(100);
        for (int i = 0; i < REQUESTS; i++) {
            room.acquireUninterruptibly();
            limiter.take(SharedStores.key("one"), 1).whenComplete((verdict, failure) -> {
                if (failure != null) {
                    failed.incrementAndGet();
                } else if (verdict.admitted()) {
                    admitted.incrementAndGet();
                }
                room.release();
            });
        }
        room.acquireUninterruptibly(100);
    }

    /** Notes how old at most what a node knows of the others ever was. */
    private static final class Watched implements KeyValueStore {
        private final KeyValueStore store;
        private long lastAsked;
        final AtomicLong oldest = new AtomicLong();

        Watched(KeyValueStore store) {
            this.store = store;
            this.lastAsked = System.nanoTime();
        }

        @Override
        public CompletableFuture<Map<String, String>> fields(String key, List<String> names) {
            return store.fields(key, names);
        }

        @Override
        public CompletableFuture<List<Long>> eval(Script script, String[] keys, byte[][] args) {
            long asked = System.nanoTime();
            long before = lastAsked;
            lastAsked = asked;
            return store.eval(script, keys, args)
                    .whenComplete((answer, failure) -> oldest.accumulateAndGet(System.nanoTime() - before, Math::max));
        }
    }

    /** What a node admitted, by time. */
    private record Node(HybridLimiter limiter, Watched store, List<Long> admitted) {

        /** The most that it admitted in any span of that length. */
        long most(long nanos) {
            int most = 0;
            for (int from = 0, to = 0; to < admitted.size(); to++) {
                while (admitted.get(to) - admitted.get(from) > nanos) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
            return most;
        }

        void run(long until, int pause) {
            Verdict verdict = new Verdict(1);
            while (System.nanoTime() < until) {
                long now = System.nanoTime();
                limiter.take(SharedStores.key("one"), 1, now, verdict);
                if (verdict.admitted()) {
                    admitted.add(now);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(pause);
            }
        }
    }

    private long hybrid(RedisServer server, LimitRule rule, int pause, long ideal) throws Exception {
        try (RedisRoom room = new RedisRoom()) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                Watched store = new Watched(SharedStores.open(room, server));
                LocalLimiter local =
                        new LocalLimiter(List.of(rule), Timeline.of(System.nanoTime(), InstantSource.system()), 1_000);
                nodes.add(new Node(
                        new HybridLimiter(
                                local, store, rule.toString(), List.of(rule), InstantSource.system(), INTERVAL),
                        store,
                        new ArrayList<>()));
            }
            long start = System.nanoTime();
            long until = start + TimeUnit.SECONDS.toNanos(3);
            List<Thread> threads = nodes.stream()
                    .map(node -> Thread.ofPlatform().start(() -> node.run(until, pause)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long admitted =
                    nodes.stream().mapToLong(node -> node.admitted().size()).sum();
            long oldest = nodes.stream()
                    .mapToLong(node -> node.store().oldest.get())
                    .max()
                    .orElseThrow();
            long most =
                    nodes.stream().mapToLong(node -> node.most(oldest)).max().orElseThrow();
            boolean bucket = rule.burst() > 0;
            double exact = bucket ? rule.capacity() + seconds * ideal : rule.requests();
            System.out.printf(
                    "hybrid %s: %d nodes admitted %d, one would %.0f; bound + %d: %d nodes x %d in %d ms%n",
                    rule.describe(), NODES, admitted, exact, (NODES - 1) * most, NODES - 1, most, oldest / 1_000_000);
            assertThat((double) admitted).isLessThanOrEqualTo(exact + (NODES - 1) * most + 1);
            assertThat((double) admitted).as("and no less than most of it").isGreaterThan(exact * 0.8);
            return admitted;
        }
    }

    @Test
    void hybridStaysWithinItsBound() throws Exception {
        try (RedisServer server = RedisServer.start(folder)) {
            Period second = Period.parse("per", "second");
            Period year = Period.parse("per", "366d");
            hybrid(server, new LimitRule(Algorithm.TOKEN_BUCKET, 200, second, 50, 0), 1_000_000, 200);
            hybrid(server, new LimitRule(Algorithm.LEAKY_BUCKET, 300, second, 20, 20), 1_000_000, 300);
            hybrid(server, new LimitRule(Algorithm.FIXED_WINDOW, 2_000, year, 0, 0), 1_000_000, 0);
            hybrid(server, new LimitRule(Algorithm.SLIDING_WINDOW, 2_000, year, 0, 0), 1_000_000, 0);
            hybrid(server, new LimitRule(Algorithm.SLIDING_LOG, 2_000, year, 0, 0), 1_000_000, 0);
        }
    }
}
