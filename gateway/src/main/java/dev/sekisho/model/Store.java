package dev.sekisho.model;

import java.util.Optional;

/**
 * Where counters and other shared state live.
 *
 * @param origin where it was written
 */
public record Store(
        @Property("Name, unique among stores.") String name,

        @Property(value = "Kind of store.", defaultValue = "memory")
        Kind kind,

        @Property("Address of a redis store.") Optional<Address> address,
        @Property("Password of a redis store.") Optional<Secret> password,
        Origin origin) {

    /** The kinds of store. */
    public enum Kind {
        /** In this process. */
        MEMORY,
        /** A Redis server, shared by several gateways. */
        REDIS
    }
}
