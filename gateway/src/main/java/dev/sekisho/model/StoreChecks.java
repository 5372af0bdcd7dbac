package dev.sekisho.model;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What can be wrong with a store alone. */
final class StoreChecks {

    private final Store store;
    private final List<Problem> problems;

    private StoreChecks(Store store, List<Problem> problems) {
        this.store = store;
        this.problems = problems;
    }

    /** Adds the problems of a store. */
    static void check(Store store, List<Problem> problems) {
        StoreChecks checks = new StoreChecks(store, problems);
        if (store.kind() == Store.Kind.REDIS) {
            checks.redis();
        } else if (store.url().isPresent()
                || !store.sentinels().isEmpty()
                || !store.nodes().isEmpty()) {
            checks.error((store.url().isPresent() ? "url" : store.sentinels().isEmpty() ? "nodes" : "sentinels")
                    + ": beside kind memory (expected: kind redis)");
        }
    }

    private void redis() {
        long ways = Stream.of(
                        store.url().isPresent(),
                        !store.sentinels().isEmpty(),
                        !store.nodes().isEmpty())
                .filter(given -> given)
                .count();
        if (ways == 0) {
            error("url: none (expected: a URL, or sentinels with master, or nodes, for a redis store)");
            return;
        }
        if (ways > 1) {
            error("url: beside sentinels or nodes (expected: one of url, sentinels and nodes)");
            return;
        }
        if (store.username().isPresent() && store.password().isEmpty()) {
            error("username: without password (expected: both)");
        }
        sentinelSettings();
        addresses();
    }

    private void sentinelSettings() {
        boolean sentinels = !store.sentinels().isEmpty();
        if (sentinels && store.master().filter(name -> !name.isBlank()).isEmpty()) {
            error("master: none (expected: the name that the Sentinels know the store by)");
        }
        if (!sentinels && store.master().isPresent()) {
            error("master: without sentinels (expected: both)");
        }
        if (!sentinels && store.sentinelPassword().isPresent()) {
            error("sentinelPassword: without sentinels (expected: both)");
        }
    }

    private void addresses() {
        List<RedisAddress> all;
        try {
            all = store.addresses();
        } catch (IllegalArgumentException e) {
            error(String.valueOf(e.getMessage()));
            return;
        }
        String setting = store.sentinels().isEmpty() ? "nodes" : "sentinels";
        if (differ(all, address -> address.tls() ? 1 : 0)) {
            error(setting + ": redis beside rediss (expected: the same scheme in each)");
        }
        if (differ(all, RedisAddress::database)) {
            error(setting + ": more than one database (expected: the same in each)");
        }
        if (!store.nodes().isEmpty() && all.getFirst().database() != 0) {
            error("nodes: database " + all.getFirst().database() + " (expected: 0, the only one of a cluster)");
        }
        if (store.ca().isPresent() && !all.getFirst().tls()) {
            error("ca: for a server without TLS (expected: a URL with rediss)");
        }
    }

    private static boolean differ(List<RedisAddress> all, ToIntFunction<RedisAddress> what) {
        return all.stream().mapToInt(what).distinct().count() > 1;
    }

    private void error(String message) {
        problems.add(new Problem(store.origin(), "model.store", message, "", true));
    }
}
