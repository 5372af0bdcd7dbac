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
        boolean subject,

        @Property("Name of a variable; where it is empty, all requests go by the empty text.")
        Optional<String> variable) {

    /** One that is no variable. */
    public HashKey(
            Optional<String> header,
            Optional<String> cookie,
            Optional<String> query,
            boolean address,
            boolean path,
            boolean consumer,
            boolean subject) {
        this(header, cookie, query, address, path, consumer, subject, Optional.empty());
    }

    /** The value of a variable. */
    public static HashKey ofVariable(String name) {
        return new HashKey(
                Optional.empty(), Optional.empty(), Optional.empty(), false, false, false, false, Optional.of(name));
    }

    /** The client's address. */
    public static HashKey ofAddress() {
        return new HashKey(Optional.empty(), Optional.empty(), Optional.empty(), true, false, false, false);
    }

    /** Checks that exactly one is given. */
    public HashKey {
        int given = (header.isPresent() ? 1 : 0)
                + (cookie.isPresent() ? 1 : 0)
                + (query.isPresent() ? 1 : 0)
                + (address ? 1 : 0)
                + (path ? 1 : 0)
                + (consumer ? 1 : 0)
                + (subject ? 1 : 0)
                + (variable.isPresent() ? 1 : 0);
        if (given != 1) {
            throw new IllegalArgumentException(
                    "hash: " + given
                            + " keys (expected: exactly one of header, cookie, query, address, path, consumer, subject, variable)");
        }
    }
}
