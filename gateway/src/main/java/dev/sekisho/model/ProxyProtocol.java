package dev.sekisho.model;

import java.time.Duration;
import java.util.List;

/**
 * Who may tell a client's address in front of a connection's bytes, by version 1 or 2 of the PROXY protocol as HAProxy's
 * documentation specifies it.
 */
public record ProxyProtocol(
        @Property(
                "Peers whose headers are believed. A connection of any other peer that begins with a header is closed.")
        List<Cidr> trusted,

        @Property(
                value =
                        "Whether every connection must begin with a header; then those of peers that are not trusted are "
                                + "closed at once. Where it is false, a trusted peer may leave the header out.",
                defaultValue = "true")
        boolean required,

        @Property(value = "How long the header may take.", defaultValue = "5s", min = "10ms", max = "5m")
        Duration timeout,

        @Property(
                value =
                        "Whether the headers of peers that are not trusted are read over and change nothing, as with nginx; where "
                                + "not, such connections are closed.",
                defaultValue = "false")
        boolean readOver) {

    /** Checks that somebody can be served. */
    public ProxyProtocol {
        if (required && trusted.isEmpty() && !readOver) {
            throw new IllegalArgumentException(
                    "trusted: none (expected: at least one address block, or required: false)");
        }
    }

    /** One that closes connections of peers that are not trusted and send a header. */
    public ProxyProtocol(List<Cidr> trusted, boolean required, Duration timeout) {
        this(trusted, required, timeout, false);
    }

    /** Whether the peer's headers are believed; its address in network order, an IPv4-mapped one as IPv4. */
    public boolean trusts(byte[] address) {
        for (Cidr block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
