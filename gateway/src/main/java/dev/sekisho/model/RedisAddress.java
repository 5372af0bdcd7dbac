package dev.sekisho.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a Redis server is. Messages never hold the text as a whole, which may bear a secret.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param database number of the database
 * @param tls whether it is asked by TLS
 */
public record RedisAddress(String host, int port, int database, boolean tls) {

    /** Port of a Sentinel where none is given. */
    public static final int SENTINEL_PORT = 26_379;

    /** Port of a server where none is given. */
    public static final int PORT = 6379;

    private static final int MOST_DIGITS = 5;

    /**
     * Reads a URL with scheme redis or rediss.
     *
     * @throws IllegalArgumentException where it is none; the message gives what was found and what was expected
     */
    public static RedisAddress parse(String url) {
        return parse(url, PORT);
    }

    /** The same with another port where the URL gives none, such as that of a Sentinel. */
    public static RedisAddress parse(String url, int defaultPort) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong("not a URL (at character " + (e.getIndex() + 1) + ")", "redis://HOST:PORT/DATABASE");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw wrong("scheme " + Tokens.quote(scheme), "redis or rediss");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrong("a user before the host", "none; username and password stand by themselves");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("no host that can be read, or parts behind the path", scheme + "://HOST:PORT/DATABASE");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw wrong("port " + uri.getPort(), "1 to 65535");
        }
        String host = uri.getHost().replace("[", "").replace("]", "");
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        return new RedisAddress(host, port, database(uri.getRawPath()), scheme.equals("rediss"));
    }

    private static int database(String path) {
        String number = path.startsWith("/") ? path.substring(1) : path;
        if (number.isEmpty()) {
            return 0;
        }
        if (number.length() > MOST_DIGITS || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong("a path that is no number", "the number of a database");
        }
        return Integer.parseInt(number);
    }

    private static IllegalArgumentException wrong(String found, String expected) {
        return new IllegalArgumentException("url: " + found + " (expected: " + expected + ")");
    }

    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + database;
    }
}
