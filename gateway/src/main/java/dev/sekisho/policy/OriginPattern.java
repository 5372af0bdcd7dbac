package dev.sekisho.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.model.RegexCost;

/**
 * One origin of the settings. Matches origins in their serialized form only, so that a pattern never meets userinfo, a
 * path or {@code null}. Immutable, thread-safe.
 */
public sealed interface OriginPattern {

    /** Longest expression, characters; the same as for expressions of routes. */
    int MAX_EXPRESSION = 4_096;

    /** Whether the origin, in serialized form, is one of these. */
    boolean matches(byte[] bytes, int start, int end);

    /** {@code https://app.example.com}: equal, byte for byte, as the Fetch standard compares; allocates nothing. */
    record Exact(byte[] origin) implements OriginPattern {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return Ascii.equals(bytes, start, end, origin);
        }
    }

    /** {@code https://*.example.com}: one label or more in place of the star; allocates nothing. */
    record Wildcard(byte[] before, byte[] after) implements OriginPattern {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            // What the star stands for cannot be empty or end in a dot: no label of a serialized origin is empty. It
            // cannot hold a colon or a slash, since scheme, end of the host and port are all outside of it.
            int star = start + before.length;
            int rest = end - after.length;
            return rest > star && Ascii.equals(bytes, start, star, before) && Ascii.equals(bytes, rest, end, after);
        }
    }

    /** {@code ~https://app-[0-9]+\.example\.com}: matches all of the origin, in linear time; makes one String. */
    record Regex(Pattern pattern) implements OriginPattern {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return pattern.matches(Ascii.string(bytes, start, end));
        }
    }

    /**
     * Reads an origin of the settings.
     *
     * @throws IllegalArgumentException where no browser would ever send a match, or the pattern stands for too much
     */
    static OriginPattern parse(String text) {
        if (text.startsWith("~")) {
            return new Regex(compile(text));
        }
        int star = text.indexOf("://*.");
        if (star < 0) {
            return new Exact(serialized(text, text));
        }
        String after = text.substring(star + 4);
        serialized(text, text.replace("://*.", "://any."));
        int port = after.indexOf(':');
        String domain = port < 0 ? after.substring(1) : after.substring(1, port);
        if (domain.indexOf('.') < 0 && !domain.equals("localhost")) {
            throw new IllegalArgumentException("origins: " + text
                    + " (expected: two labels or more behind the star, such as https://*.example.com)");
        }
        return new Wildcard(Ascii.bytes(text.substring(0, star + 3)), Ascii.bytes(after));
    }

    /** The program of an expression may be much larger than its text, so its size is bounded before it is made. */
    private static Pattern compile(String text) {
        String expression = text.substring(1);
        if (expression.length() > MAX_EXPRESSION) {
            throw new IllegalArgumentException("origins: " + expression.length()
                    + " characters (expected: a regular expression of at most " + MAX_EXPRESSION + ")");
        }
        if (RegexCost.of(expression) > RegexCost.MAX) {
            throw new IllegalArgumentException("origins: " + text + " (expected: fewer repetitions inside each other)");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "origins: " + text + " (expected: a regular expression in RE2 syntax; " + e.getMessage() + ")", e);
        }
    }

    private static byte[] serialized(String text, String origin) {
        byte[] bytes = Ascii.bytes(origin);
        boolean ownPort = (origin.startsWith("https://") && origin.endsWith(":443"))
                || (origin.startsWith("http://") && origin.endsWith(":80"));
        if (!origin.chars().allMatch(c -> c < 0x80) || ownPort || !SerializedOrigin.isValid(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException(
                    "origins: " + text + " (expected: an origin as browsers send it, such as https://app.example.com or"
                            + " http://localhost:3000: lower case, punycode, without default port, path or final slash;"
                            + " or https://*.example.com, ~ and a regular expression, or *)");
        }
        return bytes;
    }
}
