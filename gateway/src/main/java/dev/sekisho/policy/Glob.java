package dev.sekisho.policy;

import java.nio.charset.StandardCharsets;

/**
 * A text to be compared with: exact, a beginning ({@code abc*}), an end ({@code *abc}), or any text but the empty one
 * ({@code *}); as Istio's AuthorizationPolicy has them. Immutable, thread-safe.
 */
public final class Glob {

    private enum Kind {
        EXACT,
        BEGINS,
        ENDS,
        ANY
    }

    private final Kind kind;
    private final String text;
    private final byte[] bytes;

    private Glob(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads one.
     *
     * @param term the setting that holds it, for the message
     * @throws IllegalArgumentException where the text is empty, or has a star elsewhere than at one end
     */
    public static Glob of(String term, String text) {
        boolean begins = text.length() > 1 && text.endsWith("*");
        boolean ends = text.length() > 1 && text.startsWith("*");
        String plain = text.substring(ends ? 1 : 0, text.length() - (begins ? 1 : 0));
        if (text.equals("*")) {
            return new Glob(Kind.ANY, "");
        }
        if (plain.isEmpty() || plain.indexOf('*') >= 0 || begins && ends) {
            throw new IllegalArgumentException(
                    term + ": \"" + text + "\" (expected: text, with one * at its beginning or its end at most)");
        }
        return new Glob(begins ? Kind.BEGINS : ends ? Kind.ENDS : Kind.EXACT, plain);
    }

    /** Whether a text is what is meant. */
    public boolean matches(String value) {
        return switch (kind) {
            case EXACT -> value.equals(text);
            case BEGINS -> value.startsWith(text);
            case ENDS -> value.endsWith(text);
            case ANY -> !value.isEmpty();
        };
    }

    /** The same for bytes, without making a String. */
    public boolean matches(byte[] from, int start, int end) {
        int length = end - start;
        return switch (kind) {
            case EXACT -> length == bytes.length && isAt(from, start);
            case BEGINS -> length >= bytes.length && isAt(from, start);
            case ENDS -> length >= bytes.length && isAt(from, end - bytes.length);
            case ANY -> length > 0;
        };
    }

    private boolean isAt(byte[] from, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if (from[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
