package dev.sekisho.policy.jwt;

import java.util.concurrent.CompletableFuture;

/** Keys of the configuration. */
record FixedKeys(KeySet keys) implements KeySource {

    @Override
    public long version() {
        return 0;
    }

    @Override
    public void missing() {
        // there are no others
    }

    @Override
    public CompletableFuture<KeySet> load() {
        return CompletableFuture.completedFuture(keys);
    }
}
