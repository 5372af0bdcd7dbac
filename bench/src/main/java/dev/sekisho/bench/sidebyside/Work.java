package dev.sekisho.bench.sidebyside;

import java.util.Optional;

/** What a proxy asks of clients before it lets a request pass. */
enum Guard {
    /** Nothing. */
    NONE,
    /** User name and password (RFC 7617), of a file with a hash of SHA-1, the cheapest that nginx takes. */
    BASIC,
    /** What a service says, which is asked for each request. */
    AUTHORISER,
    /** A token (RFC 7519) signed with RS256, which is the same in all requests. */
    TOKEN,
    /** The same, verified for each request as if it had never been seen. */
    TOKEN_ANEW,
    /** A certificate in the TLS handshake. */
    CERTIFICATE;

    /** Value of the Authorization field that passes; empty where none is looked at. */
    Optional<String> authorization(Credentials credentials) {
        return switch (this) {
            case NONE, CERTIFICATE -> Optional.empty();
            case BASIC, AUTHORISER -> Optional.of(credentials.basic());
            case TOKEN, TOKEN_ANEW -> Optional.of("Bearer " + credentials.token());
        };
    }
}
