package dev.sekisho.model;

import java.util.List;

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
        if (store.kind() == Store.Kind.REDIS) {
            new StoreChecks(store, problems).redis();
        } else if (store.url().isPresent()) {
            new StoreChecks(store, problems).error("url: beside kind memory (expected: kind redis)");
        }
    }

    private void redis() {
        if (store.url().isEmpty()) {
            error("url: none (expected: a URL, for a redis store)");
            return;
        }
        if (store.username().isPresent() && store.password().isEmpty()) {
            error("username: without password (expected: both)");
        }
        try {
            RedisAddress address = RedisAddress.parse(store.url().get());
            if (store.ca().isPresent() && !address.tls()) {
                error("ca: for a server without TLS (expected: a URL with rediss)");
            }
        } catch (IllegalArgumentException e) {
            error(String.valueOf(e.getMessage()));
        }
    }

    private void error(String message) {
        problems.add(new Problem(store.origin(), "model.store", message, "", true));
    }
}
