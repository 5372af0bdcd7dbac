package dev.sekisho.dialect.nginx.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which server gets a request, by nginx.org/en/docs/http/request_processing.html and server_names.html. Immutable,
 * thread-safe.
 *
 * @param servers in the order in which they are written
 */
public record ServerTable(List<Server> servers) {

    /** Copies the list. */
    public ServerTable {
        servers = List.copyOf(servers);
    }

    /**
     * The server for a request. Of the addresses that servers listen on, the one itself goes before all addresses of its
     * port. Among its servers: the exact name, the longest wildcard at the front, the longest at the end, the first
     * expression, the default server.
     *
     * @param address the address that the client connected to, an IPv6 one in brackets
     * @param port the port
     * @param host the name that the client asks for, without port
     * @return nothing where nobody listens there
     */
    public Optional<Server> select(String address, int port, String host) {
        List<Server> own = on(address + ":" + port);
        String any = address.startsWith("[") ? "[::]:" : "0.0.0.0:";
        List<Server> candidates = own.isEmpty() ? on(any + port) : own;
        String at = own.isEmpty() ? any + port : address + ":" + port;
        String name = host.toLowerCase(Locale.ROOT);
        return named(candidates, each -> each.isExactly(name))
                .or(() -> wildcard(candidates, name, true))
                .or(() -> wildcard(candidates, name, false))
                .or(() -> named(candidates, each -> each.kind() == ServerName.Kind.REGEX && each.fits(name)))
                .or(() -> defaultServer(candidates, at));
    }

    private List<Server> on(String address) {
        return servers.stream()
                .filter(server -> server.listens().stream()
                        .anyMatch(listen -> listen.address().addresses().contains(address)))
                .toList();
    }

    private static Optional<Server> named(List<Server> servers, Predicate<ServerName> fits) {
        return servers.stream()
                .filter(server -> server.names().stream().anyMatch(fits))
                .findFirst();
    }

    /** A server with one of its names. */
    private record Named(Server server, ServerName name) {}

    private static Optional<Server> wildcard(List<Server> servers, String host, boolean leading) {
        Stream<Named> all =
                servers.stream().flatMap(server -> server.names().stream().map(name -> new Named(server, name)));
        return all.filter(
                        each -> isWildcard(each.name(), leading) && each.name().fits(host))
                .max(Comparator.comparingInt(each -> each.name().text().length()))
                .map(Named::server);
    }

    private static boolean isWildcard(ServerName name, boolean leading) {
        return switch (name.kind()) {
            case LEADING_WILDCARD, DOMAIN -> leading;
            case TRAILING_WILDCARD -> !leading;
            case EXACT, REGEX -> false;
        };
    }

    private static Optional<Server> defaultServer(List<Server> servers, String address) {
        return servers.stream()
                .filter(server -> server.listens().stream()
                        .anyMatch(listen -> listen.isDefault()
                                && listen.address().addresses().contains(address)))
                .findFirst()
                .or(() -> servers.stream().findFirst());
    }
}
