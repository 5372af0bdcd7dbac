package dev.sekisho.model;

/** A user name and secret of a consumer that signs its requests. */
public record HmacLogin(
        @Property("User name, unique among consumers.") String username,

        @Property("Secret that both sides know.") Secret secret) {}
