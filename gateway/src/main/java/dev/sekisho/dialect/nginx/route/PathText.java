package dev.sekisho.dialect.nginx.route;

import java.nio.charset.StandardCharsets;

/** Paths as nginx compares them, decoded, in the normal form that paths of requests have here (docs/routing.md). */
final class PathText {

    /** What may stand in a path without an escape (RFC 3986 section 3.3), and the slash. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private PathText() {}

    /** The path with escapes where it needs some. */
    static String normal(String path) {
        StringBuilder normal = new StringBuilder(path.length());
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
            if (plain) {
                normal.append(c);
            } else {
                normal.append("%%%02X".formatted((int) c));
            }
        }
        return normal.toString();
    }
}
