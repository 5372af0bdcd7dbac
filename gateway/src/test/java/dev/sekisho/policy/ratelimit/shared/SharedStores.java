package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.blackbox.RedisServer;
import dev.sekisho.model.Store;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Script;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.server.redis.RedisRoom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Stores of a real server, for tests, and keys. */
final class SharedStores {

    private SharedStores() {}

    /** A connection of its own, once it answers. */
    static KeyValueStore open(RedisRoom room, RedisServer server) throws Exception {
        Store settings =
                Store.redis("s", "redis://127.0.0.1:" + server.port(), Optional.empty(), Duration.ofSeconds(5));
        KeyValueStore store = room.open(settings);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (System.nanoTime() < end) {
            try {
                store.get("x").get(10, TimeUnit.SECONDS);
                return store;
            } catch (java.util.concurrent.ExecutionException e) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        throw new AssertionError("waited in vain for a connection");
    }

    static LimitKey key(String text) {
        LimitKey key = new LimitKey();
        key.add(text);
        return key;
    }

    /** The script on a clock that its last argument tells. */
    static final Script TIMED = Script.of(SharedRules.SCRIPT
            .text()
            .replace("local time = redis.call('TIME')", "")
            .replace("local now = time[1] * 1000000 + time[2]", "local now = tonumber(ARGV[#ARGV])"));

    static List<Long> timed(
            KeyValueStore store, SharedRules rules, LimitKey key, long cost, boolean forced, long micros)
            throws Exception {
        byte[][] arguments = rules.arguments(cost, forced);
        byte[][] more = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        more[arguments.length] = Long.toString(micros).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return store.eval(TIMED, rules.keys(rules.name(key)), more).get(10, TimeUnit.SECONDS);
    }
}
