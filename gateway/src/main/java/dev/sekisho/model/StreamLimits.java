package dev.sekisho.model;

import java.util.Optional;

/** Limits on what the clients of a stream may use. */
public record StreamLimits(
        @Property(
                value =
                        "TCP connections, or UDP sessions, open at once. At the limit no more connections are accepted until "
                                + "one closes, and datagrams of further clients are dropped.",
                defaultValue = "100000",
                min = "1",
                max = "10000000")
        int connections,

        @Property(
                value = "Largest UDP datagram, either way; longer ones are dropped.",
                defaultValue = "65535B",
                min = "64B",
                max = "65535B")
        Size datagram,

        @Property(
                value =
                        "UDP datagrams that answer one of the client's; with the last of them the session is over. 0 where "
                                + "nothing is answered. Left out, a session lives until nothing comes for timeouts.session.",
                min = "0",
                max = "1000000")
        Optional<Integer> responses) {}
