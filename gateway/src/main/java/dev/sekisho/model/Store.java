package dev.sekisho.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where state lives that gateways share, such as keys and counters.
 *
 * @param origin where it was written
 */
public record Store(
        @Property("Name, unique among stores.") String name,

        @Property(value = "Kind of store.", defaultValue = "memory")
        Kind kind,

        @Property(
                value =
                        "Where a redis store is: redis://HOST:PORT/DATABASE, or rediss:// for TLS; port 6379 and database 0 where left out. Credentials do not belong into it.",
                example = "rediss://redis.example.com:6379/0")
        Optional<String> url,

        @Property(
                value =
                        "Sentinels that know where the redis store is, in place of url: redis://HOST:PORT/DATABASE or rediss:// for TLS to them and to the store; port 26379 where left out, the same database in each.",
                example = "[redis://10.0.0.1:26379, redis://10.0.0.2:26379, redis://10.0.0.3:26379]")
        List<String> sentinels,

        @Property(value = "Name that Sentinels know the store by.", example = "mymaster")
        Optional<String> master,

        @Property("Password of the Sentinels.") Optional<Secret> sentinelPassword,

        @Property(
                value =
                        "Nodes of a Redis Cluster, in place of url, of which one suffices to find the others: redis://HOST:PORT, or rediss:// for TLS.",
                example = "[redis://10.0.0.1:6379, redis://10.0.0.2:6379]")
        List<String> nodes,

        @Property("User of a redis store; left out, its user default.")
        Optional<String> username,

        @Property("Password of a redis store.") Optional<Secret> password,

        @Property(
                "File with the certificates of authorities that a rediss server is verified by, PEM; left out, those of the JDK.")
        Optional<String> ca,

        @Property(
                value = "How long one command to a redis store may take.",
                defaultValue = "20ms",
                min = "1ms",
                max = "5s")
        Duration timeout,

        Origin origin) {

    /** The kinds of store. */
    public enum Kind {
        /** In this process. */
        MEMORY,
        /** A Redis server, shared by several gateways. */
        REDIS
    }

    /** Takes copies. */
    public Store {
        sentinels = List.copyOf(sentinels);
        nodes = List.copyOf(nodes);
    }

    /** A Redis server by itself, without TLS settings of its own. */
    public static Store redis(String name, String url, Optional<Secret> password, Duration timeout) {
        return new Store(
                name,
                Kind.REDIS,
                Optional.of(url),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                password,
                Optional.empty(),
                timeout,
                Origin.NONE);
    }

    /**
     * Where a redis store is found: its own address, those of its Sentinels, or those of nodes of its cluster.
     *
     * @throws IllegalArgumentException where one of them cannot be read; the message names the setting
     */
    public List<RedisAddress> addresses() {
        if (!sentinels.isEmpty()) {
            return parse("sentinels", sentinels, RedisAddress.SENTINEL_PORT);
        }
        return nodes.isEmpty() ? List.of(RedisAddress.parse(url.orElse(""))) : parse("nodes", nodes, RedisAddress.PORT);
    }

    private static List<RedisAddress> parse(String setting, List<String> urls, int port) {
        List<RedisAddress> all = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            try {
                all.add(RedisAddress.parse(urls.get(i), port));
            } catch (IllegalArgumentException e) {
                String told = String.valueOf(e.getMessage()).replaceFirst("^url", setting + "[" + i + "]");
                throw new IllegalArgumentException(told, e);
            }
        }
        return all;
    }

    /** The same for all stores that are reached in the same way, whatever their names. */
    public Store unnamed() {
        return new Store(
                "",
                kind,
                url,
                sentinels,
                master,
                sentinelPassword,
                nodes,
                username,
                password,
                ca,
                timeout,
                Origin.NONE);
    }
}
