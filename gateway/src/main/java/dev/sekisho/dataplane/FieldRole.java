package dev.sekisho.dataplane;

import java.util.Locale;
import java.util.Set;

/** What a field name means to a gateway; found once when the name is interned, or from its bytes for other names. */
public enum FieldRole {
    /** Passes. */
    PLAIN,
    /** Host. */
    HOST,
    /** Content-Length. */
    CONTENT_LENGTH,
    /** Transfer-Encoding. */
    TRANSFER_ENCODING,
    /** Connection. */
    CONNECTION,
    /** Upgrade. */
    UPGRADE,
    /** Expect. */
    EXPECT,
    /** Belongs to one connection only (RFC 9110 section 7.6.1). */
    HOP_BY_HOP,
    /** X-Forwarded-*, X-Real-IP and Forwarded: what proxies say of the client. */
    FORWARDED,
    /** X-Request-ID. */
    REQUEST_ID,
    /** X-User-*, X-Consumer-* and the like: only the gateway may say who the client is. */
    IDENTITY;

    private static final Set<String> SINGLE_HOP = Set.of("keep-alive", "proxy-connection", "te");
    private static final byte[][] IDENTITY_PREFIXES = {
        Ascii.bytes("x-user-"),
        Ascii.bytes("x-consumer-"),
        Ascii.bytes("x-credential-"),
        Ascii.bytes("x-authenticated-"),
        Ascii.bytes("x-anonymous-consumer")
    };
    private static final byte[] X_FORWARDED = Ascii.bytes("x-forwarded-");
    private static final byte[] X_REAL_IP = Ascii.bytes("x-real-ip");

    /** Whether the field means something to one connection of HTTP/1.1 only, and has no place in HTTP/2 (RFC 9113 section 8.2.2). */
    public boolean isOfConnection() {
        return switch (this) {
            case CONNECTION, TRANSFER_ENCODING, UPGRADE, HOP_BY_HOP -> true;
            default -> false;
        };
    }

    static FieldRole of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "host" -> HOST;
            case "content-length" -> CONTENT_LENGTH;
            case "transfer-encoding" -> TRANSFER_ENCODING;
            case "connection" -> CONNECTION;
            case "upgrade" -> UPGRADE;
            case "expect" -> EXPECT;
            case "x-request-id" -> REQUEST_ID;
            case "forwarded" -> FORWARDED;
            default -> {
                byte[] bytes = Ascii.bytes(lower);
                yield SINGLE_HOP.contains(lower) ? HOP_BY_HOP : ofUnknown(bytes, 0, bytes.length);
            }
        };
    }

    /**
     * The role of a name that was never interned: FORWARDED and IDENTITY are found in every spelling that some server
     * takes for the same name ({@code _} and {@code .} for {@code -}), everything else is PLAIN.
     */
    public static FieldRole ofUnknown(byte[] bytes, int start, int end) {
        if (end - start < 3 || (bytes[start] | 0x20) != 'x' || hyphen(bytes[start + 1]) != '-') {
            return PLAIN;
        }
        for (byte[] prefix : IDENTITY_PREFIXES) {
            if (startsWith(bytes, start, end, prefix)) {
                return IDENTITY;
            }
        }
        boolean forwarded = startsWith(bytes, start, end, X_FORWARDED)
                || (end - start == X_REAL_IP.length && startsWith(bytes, start, end, X_REAL_IP));
        return forwarded ? FORWARDED : PLAIN;
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (hyphen(Ascii.lower(bytes[start + i])) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte hyphen(byte b) {
        return b == '_' || b == '.' ? (byte) '-' : b;
    }
}
