package dev.sekisho.model;

import java.util.List;
import java.util.Locale;

/**
 * A host name that a route answers to. Compared without regard to case and trailing dot, and without regard to the port
 * unless the pattern has one.
 *
 * @param kind its form
 * @param name lower case; for a leading wildcard what follows {@code *}, for a trailing one what stands before {@code *},
 *     dot included in both; for a regular expression that expression as it was written
 * @param port port that the client must ask for; 0 for any
 */
public record HostPattern(Kind kind, String name, int port) {

    private static final int MAX_PORT = 65_535;

    /** Forms, the more specific one first. */
    public enum Kind {
        /** {@code api.example.com}: this host. */
        EXACT,
        /** {@code *.example.com}: one label or more, then the rest. */
        LEADING,
        /** {@code www.example.*}: this beginning, then one label or more. */
        TRAILING,
        /** {@code ~^(?<tenant>.+)\.example\.com$}: RE2 syntax, compared with the host in lower case, anchored as written. */
        REGEX
    }

    /**
     * Reads a host pattern.
     *
     * @throws IllegalArgumentException where the text is none of the forms; whether a regular expression is one is not looked at
     */
    public static HostPattern parse(String text) {
        if (text.startsWith("~")) {
            return new HostPattern(Kind.REGEX, text.substring(1), 0);
        }
        int port = port(text);
        String lower = (port == 0 ? text : text.substring(0, text.lastIndexOf(':'))).toLowerCase(Locale.ROOT);
        boolean leading = lower.startsWith("*.");
        boolean trailing = !leading && lower.endsWith(".*");
        String name = leading ? lower.substring(1) : trailing ? lower.substring(0, lower.length() - 1) : lower;
        String bare = leading ? name.substring(1) : trailing ? name.substring(0, name.length() - 1) : name;
        boolean ascii = text.chars().allMatch(c -> c < 0x80); // some letters beyond become ASCII in lower case
        boolean literal = bare.startsWith("[");
        if (!ascii
                || ((leading || trailing) && literal)
                || !bare.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+\\]")
                || bare.contains("..")) {
            throw new IllegalArgumentException(text
                    + " (expected: a host name such as api.example.com, *.example.com or www.example.*, with a port"
                    + " where wanted, or ~ and a regular expression; without scheme or path)");
        }
        return new HostPattern(leading ? Kind.LEADING : trailing ? Kind.TRAILING : Kind.EXACT, name, port);
    }

    /** The port at the end; 0 for none. */
    private static int port(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 0 || !digits.matches("[0-9]{1,5}")) {
            return 0;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(text + " (expected: a port of 1 to " + MAX_PORT + ")");
        }
        return port;
    }

    /** An exact host, for any port; the name in lower case. */
    public static HostPattern exact(String name) {
        return new HostPattern(Kind.EXACT, name, 0);
    }

    /** Whether it has a first label of {@code *}. */
    public boolean wildcard() {
        return kind == Kind.LEADING;
    }

    /** Whether it is of a form that names in TLS have: exact or with a first label of {@code *}, without port. */
    public boolean isServerName() {
        return port == 0 && (kind == Kind.EXACT || kind == Kind.LEADING);
    }

    /**
     * Checks that all are of forms that names in TLS have.
     *
     * @param setting where they stand, for the message
     * @throws IllegalArgumentException where one is not
     */
    static void checkServerNames(String setting, List<HostPattern> hosts) {
        for (HostPattern host : hosts) {
            if (!host.isServerName()) {
                throw new IllegalArgumentException(
                        setting + ": " + host + " (expected: a host name such as api.example.com or *.example.com)");
            }
        }
    }

    /** The pattern for any port. */
    public HostPattern anyPort() {
        return port == 0 ? this : new HostPattern(kind, name, 0);
    }

    @Override
    public String toString() {
        String text = switch (kind) {
            case EXACT -> name;
            case LEADING -> "*" + name;
            case TRAILING -> name + "*";
            case REGEX -> "~" + name;
        };
        return port == 0 ? text : text + ":" + port;
    }
}
