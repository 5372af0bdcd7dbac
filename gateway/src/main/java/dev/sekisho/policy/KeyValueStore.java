package dev.sekisho.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A store beyond this process, such as Redis. Thread-safe, never blocks. Every future completes within the time that the store is
 * given, on a thread that is no event loop of the gateway, or at once; it fails where the store is down, overloaded or late. While a
 * store does not answer, calls fail at once. What a call that failed was to change may have been changed all the same.
 */
public interface KeyValueStore {

    /** Answers nothing. */
    KeyValueStore OFFLINE = (key, names) -> unavailable();

    /** What stands under a key is of another kind than was asked for. */
    final class WrongKind extends Exception {
        private static final long serialVersionUID = 1;

        /** With what was found, without the key. */
        public WrongKind(String message) {
            super(message);
        }
    }

    /**
     * The values of these fields of a hash; fields that it does not have are missing, so a key that is not there gives an empty map.
     * The future fails with {@link WrongKind} where the key holds no hash.
     *
     * @param key of the hash
     * @param names of fields
     */
    CompletableFuture<Map<String, String>> fields(String key, List<String> names);

    /**
     * Runs a script as one step and gives the integers that it gives.
     *
     * @param keys every key that the script touches, all of one cluster slot; not to be changed afterwards
     * @param args its further arguments; not to be changed afterwards
     */
    default CompletableFuture<List<Long>> eval(Script script, String[] keys, byte[][] args) {
        return unavailable();
    }

    /** The value of a key; empty where there is none. */
    default CompletableFuture<Optional<byte[]>> get(String key) {
        return unavailable();
    }

    /**
     * Sets the value of a key.
     *
     * @param value not to be changed afterwards
     * @param expiry after which the key goes by itself, at least a millisecond
     */
    default CompletableFuture<Void> set(String key, byte[] value, Duration expiry) {
        return unavailable();
    }

    /** Takes keys away; gives how many there were. In a cluster they may be of many slots. */
    default CompletableFuture<Long> delete(List<String> keys) {
        return unavailable();
    }

    private static <T> CompletableFuture<T> unavailable() {
        return CompletableFuture.failedFuture(new IllegalStateException("network: none (expected: online)"));
    }
}
