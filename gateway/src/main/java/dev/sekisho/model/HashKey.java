package dev.sekisho.model;

import java.util.Optional;

/** What of a request decides where it goes: exactly one. */
public record HashKey(
        @Property(value = "Name of a request header.", example = "X-User-ID")
        Optional<String> header,

        @Property("Name of a cookie.") Optional<String> cookie,
        @Property("Name of a query parameter.") Optional<String> query,

        @Property(value = "The client's address.", defaultValue = "false")
        boolean address,

        @Property(value = "The path.", defaultValue = "false")
        boolean path,

        @Property(value = "The consumer that a policy has found out.", defaultValue = "false")
        boolean consumer,

        @Property(
                value = "The subject that a policy has found out: user name, sub of a token, name of a certificate.",
                defaultValue = "false")
        boolean subject) {

    /** Checks that exactly one is given. */
    public HashKey {
        int given = (header.isPresent() ? 1 : 0)
                + (cookie.isPresent() ? 1 : 0)
                + (query.isPresent() ? 1 : 0)
                + (address ? 1 : 0)
                + (path ? 1 : 0)
                + (consumer ? 1 : 0)
                + (subject ? 1 : 0);
        if (given != 1) {
            throw new IllegalArgumentException("hash: " + given
                    + " keys (expected: exactly one of header, cookie, query, address, path, consumer, subject)");
        }
    }
}
