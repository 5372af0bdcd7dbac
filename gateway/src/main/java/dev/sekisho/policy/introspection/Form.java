package dev.sekisho.policy.introspection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parameters of a body in the form {@code application/x-www-form-urlencoded} (RFC 6749 appendix B). */
final class Form {

    static final String TYPE = "application/x-www-form-urlencoded";

    private Form() {}

    /** A value. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A parameter behind another one. */
    static String further(String name, String value) {
        return "&" + name + "=" + encode(value);
    }
}
