package dev.sekisho.policy.jwt;

import java.util.concurrent.CompletableFuture;

/** Where the keys of an issuer come from. Thread-safe, never blocks. */
sealed interface KeySource permits FixedKeys, RemoteKeys {

    /** The keys that are known; empty where there are none yet. */
    KeySet keys();

    /** A number that changes when the keys do; tokens that were verified under another one are verified anew. */
    long version();

    /** A token names a key that is not known: perhaps there are new ones. */
    void missing();

    /** The keys, where none are known yet; fails where none are to be had. */
    CompletableFuture<KeySet> load();
}
