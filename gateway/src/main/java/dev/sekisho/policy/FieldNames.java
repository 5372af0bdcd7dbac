package dev.sekisho.policy;

import dev.sekisho.dataplane.HeaderName;
import java.util.Locale;
import java.util.Optional;

/** Which fields a policy may change. Thread-safe. */
public final class FieldNames {

    private static final HeaderName HTTP2_SETTINGS = HeaderName.of("HTTP2-Settings");
    private static final HeaderName ALT_USED = HeaderName.of("Alt-Used");

    private FieldNames() {}

    /** The head that is changed. */
    public enum Head {
        /** The request, on its way to the backend. */
        REQUEST,
        /** The response, on its way to the client. */
        RESPONSE
    }

    /**
     * The name of a field that a policy may change.
     *
     * @param setting the setting that names it, for the message
     * @throws IllegalArgumentException where it is no field name, or a field that the gateway itself answers for: framing
     *     (RFC 9112 section 6), one connection only (RFC 9110 section 7.6.1), Host, Expect and X-Request-ID
     */
    public static HeaderName changeable(String setting, String name, Head head) {
        HeaderName field = field(setting, name);
        reserved(field, head).ifPresent(why -> {
            throw new IllegalArgumentException(setting + ": " + name + " (expected: another field; " + why + ")");
        });
        return field;
    }

    /**
     * Any field name.
     *
     * @throws IllegalArgumentException where the text is no token (RFC 9110 section 5.6.2)
     */
    public static HeaderName field(String setting, String name) {
        try {
            return HeaderName.of(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting + ": " + printable(name) + " (expected: a field name, a token of RFC 9110 section 5.6.2)",
                    e);
        }
    }

    private static Optional<String> reserved(HeaderName field, Head head) {
        return switch (field.role()) {
            case CONTENT_LENGTH, TRANSFER_ENCODING -> Optional.of("the gateway frames the body itself");
            case CONNECTION, UPGRADE, HOP_BY_HOP -> Optional.of("it belongs to one connection, not to the message");
            case REQUEST_ID -> Optional.of("it must equal the requestId of the access log");
            case HOST ->
                Optional.of(
                        head == Head.REQUEST ? "rewrite.host of the route sets it" : "it has no meaning in a response");
            case EXPECT -> Optional.of("the gateway answers expectations itself");
            case PLAIN, FORWARDED, IDENTITY -> byName(field);
        };
    }

    /** Whether a policy may change that field, see {@link #changeable}; allocates nothing where it may. */
    public static boolean isChangeable(HeaderName field, Head head) {
        return reserved(field, head).isEmpty();
    }

    /** Fields of one connection that have no role of their own. */
    private static Optional<String> byName(HeaderName field) {
        if (field.equals(HeaderName.TRAILER)) {
            return Optional.of("the gateway frames the body itself");
        }
        return field.equals(HTTP2_SETTINGS) || field.equals(ALT_USED)
                ? Optional.of("it belongs to one connection, not to the message")
                : Optional.empty();
    }

    /** A text of a configuration with its control characters escaped, so that a message is one line. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            out.append(c < ' ' || c == 0x7F ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.toString();
    }
}
