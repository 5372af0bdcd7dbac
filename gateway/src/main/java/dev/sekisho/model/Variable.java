package dev.sekisho.model;

/**
 * A value that placeholders {@code {var.NAME}} stand for: found out where a request needs it, and then the same for all of that request.
 *
 * @param origin where it was written
 */
public record Variable(
        @Property(value = "Name, unique among variables: letters, digits, _ and -.", example = "pool")
        String name,

        @Property("How it is found out: exactly one of map, geo, share.")
        Lookup by,

        Origin origin) {}
