package dev.sekisho.model;

import java.util.List;

/** Where TLS connections go that ask for one of some names. */
public record SniRoute(
        @Property(
                value = "Names that clients ask for (SNI, RFC 6066 section 3).",
                example = "[db.example.com, \"*.mail.example.com\"]")
        List<HostPattern> hosts,

        @Property("The upstream of these connections.") String to) {

    /** Checks that there is a name, and that all are names of TLS. */
    public SniRoute {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts: none (expected: at least one)");
        }
        HostPattern.checkServerNames("hosts", hosts);
    }
}
