package dev.sekisho.model;

/** A user name and secret of a consumer that signs its requests. */
public record HmacLogin(
        @Property("User name, unique among consumers; without quotation mark and backslash.")
        String username,

        @Property("Secret that both sides know; 16 random bytes or more.")
        Secret secret) {}
