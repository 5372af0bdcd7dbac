package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as a client sends it; nothing is added but Host and Content-Length. */
public record CaseRequest(
        @Property(value = "Method; left out, GET, or POST where there is a body.", example = "DELETE")
        Optional<String> method,

        @Property(
                value =
                        "Path with query, or a URL whose host becomes the Host field; https goes to the first listener with TLS, http "
                                + "to the first one without.",
                example = "http://api.example.com/users/7?page=2")
        String url,

        @Property("Header fields; several of one name as a list.")
        Map<String, List<String>> headers,

        @Property("Body, as UTF-8.") Optional<String> body,

        @Property(value = "The client's address.", defaultValue = "127.0.0.1", example = "192.0.2.7")
        String client,

        @Property("Name of the listener that it arrives at; left out, the first of the URL's scheme.")
        Optional<String> listener) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** Checks that it can be sent. */
    public CaseRequest {
        if (!url.matches("(https?://[^/?#\\s]+)?(/[\\x21-\\x7e]*)?") || url.isEmpty() || url.indexOf('#') >= 0) {
            throw new IllegalArgumentException("url: " + url + " (expected: /PATH, or http:// or https://HOST/PATH)");
        }
        if (method.filter(text -> !text.matches(TOKEN)).isPresent()) {
            throw new IllegalArgumentException("method: " + method.get() + " (expected: a token)");
        }
        headers.forEach((name, values) -> {
            if (!name.matches(TOKEN)) {
                throw new IllegalArgumentException("headers: " + name + " (expected: the name of a header)");
            }
            if (values.stream().anyMatch(value -> value.chars().anyMatch(c -> c < ' ' && c != '\t'))) {
                throw new IllegalArgumentException("headers: value of " + name + " (expected: no control characters)");
            }
        });
        if (literal(client).isEmpty()) {
            throw new IllegalArgumentException("client: " + client + " (expected: an IP address)");
        }
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The client's address. */
    InetAddress address() {
        return InetAddress.ofLiteral(client);
    }

    /** Whether the client speaks TLS. */
    boolean isSecure() {
        return url.startsWith("https://");
    }

    /** Whether the URL tells a scheme. */
    boolean isAbsolute() {
        return !url.startsWith("/");
    }

    /** The host of the URL, with its port where it has one; empty for a path. */
    String host() {
        return isAbsolute() ? url.substring(url.indexOf("//") + 2).replaceFirst("/.*", "") : "";
    }

    /** Path and query. */
    String target() {
        int path = isAbsolute() ? url.indexOf('/', url.indexOf("//") + 2) : 0;
        return path < 0 ? "/" : url.substring(path);
    }

    /** The method that is sent. */
    String verb() {
        return method.orElse(body.isPresent() ? "POST" : "GET");
    }

    /** Whether a field of that name is given. */
    boolean names(String field) {
        return headers.keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(field));
    }
}
