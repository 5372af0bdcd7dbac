package dev.sekisho.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How names of targets are looked up. An answer is used for as long as its time to live says, between two bounds; the last
 * good one is kept while a look-up fails.
 */
public record Dns(
        @Property(
                value =
                        "Longest time for which an answer is used. Where its time to live is not known, as with names of /etc/hosts, "
                                + "the pause between two look-ups.",
                defaultValue = "10s",
                min = "100ms",
                max = "24h")
        Duration refresh,

        @Property(
                value =
                        "Shortest time for which an answer is used, whatever its time to live; refresh counts where it is shorter.",
                defaultValue = "1s",
                min = "100ms",
                max = "1h")
        Duration minRefresh,

        @Property(
                value = "DNS servers, by address, asked in this order; left out, those of /etc/resolv.conf.",
                example = "[\"10.0.0.2:53\"]")
        List<Address> servers,

        @Property(
                value =
                        "How long a server may take to answer before the next is asked; HAProxy's default, since the 5s of "
                                + "resolv.conf would outlast a request.",
                defaultValue = "1s",
                min = "10ms",
                max = "1m")
        Duration timeout,

        @Property(
                value =
                        "Whether the search domains of /etc/resolv.conf are tried, as its ndots says; never for a name that ends "
                                + "with a dot.",
                defaultValue = "true")
        boolean search) {

    /**
     * Checks the servers.
     *
     * @throws IllegalArgumentException where one has a name in place of an address, or no port
     */
    public Dns {
        servers = List.copyOf(servers);
        for (Address server : servers) {
            if (server.port() == 0 || !isLiteral(server.host())) {
                throw new IllegalArgumentException(
                        "servers: " + server + " (expected: an IP address, and a port of 1 to 65535)");
            }
        }
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
