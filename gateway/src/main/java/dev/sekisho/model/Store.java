package dev.sekisho.model;

import java.time.Duration;
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

    /** The same for all stores that are reached in the same way, whatever their names. */
    public Store unnamed() {
        return new Store("", kind, url, username, password, ca, timeout, Origin.NONE);
    }
}
