package dev.sekisho.model;

/**
 * One address of an upstream.
 *
 * @param origin where it was written
 */
public record Target(
        @Property(value = "Host and port; a name is looked up again at intervals.", example = "127.0.0.1:3000")
        Address address,

        @Property(
                value = "Share of requests against the other targets; 0 takes it out.",
                defaultValue = "1",
                min = "0",
                max = "65535")
        int weight,

        Origin origin) {}
