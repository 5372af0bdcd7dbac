package dev.sekisho.server.redis;

import dev.sekisho.policy.KeyValueStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What users of a Redis server hold. When nobody holds it any more, its connection closes by itself, so nothing that the connection
 * refers to may refer to it. Thread-safe.
 */
public final class RedisStore implements KeyValueStore {

    private final RedisLink link;

    RedisStore(RedisLink link) {
        this.link = link;
    }

    @Override
    public CompletableFuture<Map<String, String>> fields(String key, List<String> names) {
        return link.fields(key, names);
    }
}
