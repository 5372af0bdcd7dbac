package dev.sekisho.model;

/**
 * A host and a port. Written {@code 127.0.0.1:8080}, {@code api.internal:443}, {@code [::1]:80}, or {@code :8080} for every
 * local address.
 *
 * @param host name or IP literal without brackets; empty for every local address
 * @param port 0 to 65535; 0 lets the system choose, for listeners only
 */
public record Address(String host, int port) {

    /** Checks the port. */
    public Address {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
    }

    /**
     * Reads an address that must carry a port.
     *
     * @throws IllegalArgumentException where the text is no {@code host:port}
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 0 || !digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
            throw new IllegalArgumentException(text + " (expected: host:port with a port of 0 to 65535)");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.indexOf(':') >= 0 != bracketed || !bare.matches("[A-Za-z0-9._:%*-]*")) {
            throw new IllegalArgumentException(text + " (expected: host:port, an IPv6 address in brackets)");
        }
        return new Address(bare, Integer.parseInt(digits));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
