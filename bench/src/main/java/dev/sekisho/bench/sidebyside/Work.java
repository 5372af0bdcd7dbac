package dev.sekisho.bench.sidebyside;

import java.util.Optional;

/** What a proxy does for each request besides passing it on. */
enum Work {
    /** Nothing. */
    NONE,
    /** Asks for user name and password (RFC 7617), of a file with a hash of SHA-1, the cheapest that nginx takes. */
    BASIC,
    /** Asks a service about each request. */
    AUTHORISER,
    /** Asks for a token (RFC 7519) signed with RS256, which is the same in all requests. */
    TOKEN,
    /** The same, verified for each request as if it had never been seen. */
    TOKEN_ANEW,
    /** Asks for a certificate in the TLS handshake. */
    CERTIFICATE,
    /** Counts requests by the client's address, in its own memory, with a limit that nobody reaches. */
    LIMIT,
    /** The same in Redis. */
    LIMIT_REDIS,
    /** Answers out of its cache. */
    CACHE,
    /** Compresses with gzip at level 1. */
    GZIP;

    /** Requests per second of the limits, more than any proxy answers here. */
    static final int LIMIT_RATE = 1_000_000;

    /** Where answers come from (nginx's documentation of {@code $upstream_cache_status}). */
    private static final String HIT = "\r\nx-cache-status: hit\r\n";

    private static final String GZIPPED = "\r\ncontent-encoding: gzip\r\n";

    /** A line, in small letters, that the second of two answers has to have; empty for none. */
    String sign() {
        return switch (this) {
            case CACHE -> HIT;
            case GZIP -> GZIPPED;
            default -> "";
        };
    }

    /** Value of the Authorization field that passes; empty where none is looked at. */
    Optional<String> authorization(Credentials credentials) {
        return switch (this) {
            case NONE, CERTIFICATE, LIMIT, LIMIT_REDIS, CACHE, GZIP -> Optional.empty();
            case BASIC, AUTHORISER -> Optional.of(credentials.basic());
            case TOKEN, TOKEN_ANEW -> Optional.of("Bearer " + credentials.token());
        };
    }
}
