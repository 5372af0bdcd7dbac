package dev.sekisho.model;

/** A user name and password of a consumer, for HTTP basic authentication (RFC 7617). */
public record BasicLogin(
        @Property("User name, unique among consumers; without colon.")
        String username,

        @Property(
                "Password: its bcrypt hash ($2y$, $2b$ or $2a$, as htpasswd -B writes it), or a reference to the password itself.")
        Secret password) {}
