package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a service is, its {@code url} taken apart.
 *
 * @param entity the service
 * @param name its name, given or made
 * @param protocol http, https, grpc, grpcs, ws, wss, tcp, tls, tls_passthrough or udp
 * @param host host, or name of an upstream
 * @param port port of a host
 * @param path what goes ahead of paths; nothing for {@code /}
 */
record Service(Entity entity, String name, String protocol, String host, int port, Optional<String> path) {

    private static final Set<String> ENCRYPTED = Set.of("https", "grpcs", "wss", "tls");
    private static final Set<String> STREAMS = Set.of("tcp", "tls", "tls_passthrough", "udp");
    private static final Set<String> KNOWN =
            Set.of("http", "https", "grpc", "grpcs", "ws", "wss", "tcp", "tls", "tls_passthrough", "udp");

    /** Whether connections to it are encrypted by the gateway. */
    boolean isEncrypted() {
        return ENCRYPTED.contains(protocol);
    }

    /** Whether it is no service of HTTP. */
    boolean isStream() {
        return STREAMS.contains(protocol);
    }

    /** Whether HTTP/2 is spoken to it. */
    boolean isGrpc() {
        return protocol.startsWith("grpc");
    }

    /** The service of an entity; empty where it is told what is wrong with it. */
    static Optional<Service> of(Entity entity, String name, Report report) {
        Optional<String> url = entity.text("url");
        if (url.isPresent()) {
            for (String part : List.of("protocol", "host", "port", "path")) {
                if (entity.given(part)) {
                    String message = part + ": beside url (expected: url, or its parts)";
                    report.add(Kinds.CONFLICT, entity.at(part), message, "keep one of the two");
                }
            }
            return ofUrl(entity, name, url.get(), report);
        }
        Optional<String> host = entity.text("host");
        if (host.isEmpty()) {
            String message = "service " + Shown.text(name) + ": neither url nor host (expected: one of them)";
            report.add(Kinds.CONFLICT, entity.at(), message, "add host, or url such as http://users.internal:3000");
            return Optional.empty();
        }
        String protocol = entity.text("protocol").orElse("http");
        int port = entity.number("port");
        return checked(new Service(entity, name, protocol, host.get(), port, path(entity.text("path"))), report);
    }

    private static Optional<Service> ofUrl(Entity entity, String name, String text, Report report) {
        try {
            URI url = new URI(text);
            String protocol =
                    Optional.ofNullable(url.getScheme()).orElse("http").toLowerCase(Locale.ROOT);
            String host = Optional.ofNullable(url.getHost()).orElseGet(() -> authority(url));
            if (KNOWN.contains(protocol)
                    && !host.isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null) {
                boolean encrypted = ENCRYPTED.contains(protocol);
                int port = url.getPort() >= 0 ? url.getPort() : port(url).orElse(encrypted ? 443 : 80);
                return checked(
                        new Service(entity, name, protocol, host, port, path(Optional.ofNullable(url.getRawPath()))),
                        report);
            }
        } catch (URISyntaxException e) {
            // told below, with what was expected
        }
        String message = "url: " + Shown.text(text) + " (expected: a URL such as http://users.internal:3000/base)";
        report.add(Kinds.CONFLICT, entity.at("url"), message, "");
        return Optional.empty();
    }

    /** The host where it is none by RFC 3986, as with an underscore in it. */
    private static String authority(URI url) {
        String authority = Optional.ofNullable(url.getRawAuthority()).orElse("");
        return authority.replaceFirst(":[0-9]{1,5}$", "");
    }

    private static Optional<Integer> port(URI url) {
        String authority = Optional.ofNullable(url.getRawAuthority()).orElse("");
        int colon = authority.lastIndexOf(':');
        String digits = authority.substring(colon + 1);
        return colon >= 0 && digits.matches("[0-9]{1,5}") ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
    }

    private static Optional<String> path(Optional<String> path) {
        return path.filter(text -> !text.isEmpty() && !text.equals("/"));
    }

    private static Optional<Service> checked(Service service, Report report) {
        Entity entity = service.entity();
        String bare = service.host().replaceAll("^\\[|\\]$", "");
        if (!bare.matches("[A-Za-z0-9._:%-]{1,253}")) {
            String message = "host: " + Shown.text(service.host()) + " (expected: a host name or an address)";
            report.add(Kinds.CONFLICT, entity.at(entity.given("url") ? "url" : "host"), message, "");
            return Optional.empty();
        }
        if (service.port() < 1 || service.port() > 65_535) {
            String message = "port: " + service.port() + " (expected: 1 to 65535)";
            report.add(Kinds.CONFLICT, entity.at(entity.given("url") ? "url" : "port"), message, "");
            return Optional.empty();
        }
        boolean bad =
                service.path().filter(path -> !path.matches("/[!-~&&[^?#]]*")).isPresent();
        if (bad || service.isStream() && service.path().isPresent()) {
            String expected = bad ? "a path that starts with /, without query" : "none for " + service.protocol();
            String message = "path: " + Shown.text(service.path().orElse("")) + " (expected: " + expected + ")";
            report.add(Kinds.CONFLICT, entity.at(entity.given("url") ? "url" : "path"), message, "");
            return Optional.empty();
        }
        return Optional.of(
                new Service(entity, service.name(), service.protocol(), bare, service.port(), service.path()));
    }
}
