package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Ascii;

/** A content coding (RFC 9110 section 8.4.1) that the gateway can make. */
enum Coding {
    /** RFC 1952. */
    GZIP("gzip"),
    /** RFC 7932. */
    BR("br");

    private final String token;
    private final byte[] wire;

    Coding(String token) {
        this.token = token;
        this.wire = Ascii.bytes(token);
    }

    /** As in Content-Encoding; not to be changed. */
    byte[] wire() {
        return wire;
    }

    @Override
    public String toString() {
        return token;
    }
}
