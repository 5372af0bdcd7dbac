package dev.sekisho.policy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A store beyond this process, such as Redis. Thread-safe, never blocks. */
public interface KeyValueStore {

    /** Answers nothing. */
    KeyValueStore OFFLINE = (key, names) ->
            CompletableFuture.failedFuture(new IllegalStateException("network: none (expected: online)"));

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
     * The future fails with {@link WrongKind} where the key holds no hash, and with anything else where the store is down, overloaded
     * or late; it always completes, within the time that the store is given, on a thread that is no event loop of the gateway, or at
     * once.
     *
     * @param key of the hash
     * @param names of fields
     */
    CompletableFuture<Map<String, String>> fields(String key, List<String> names);
}
