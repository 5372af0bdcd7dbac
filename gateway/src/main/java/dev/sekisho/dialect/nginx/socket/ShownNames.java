package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.ServerName;
import dev.sekisho.model.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which server of a listener has which of the names that clients ask for in the handshake. Of two servers with the same name
 * the first one has it. Immutable.
 */
final class ShownNames {

    private final Map<HostPattern, Server> owners = new HashMap<>();

    /** Those of servers, in the order in which they are written. */
    ShownNames(List<Server> servers) {
        for (Server server : servers) {
            server.names().stream().flatMap(ShownNames::patterns).forEach(name -> owners.putIfAbsent(name, server));
        }
    }

    /** The names of a server that a handshake can ask for, exact ones and those with a wildcard in front. */
    List<HostPattern> of(Server server) {
        List<HostPattern> names = new ArrayList<>();
        server.names().stream()
                .flatMap(ShownNames::patterns)
                .filter(name -> owners.get(name) == server)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return List.copyOf(names);
    }

    /** Names of a server that no certificate can be chosen by: expressions, and wildcards at the end. */
    static List<ServerName> others(Server server) {
        return server.names().stream()
                .filter(name -> !name.text().isEmpty())
                .filter(name -> patterns(name).findAny().isEmpty())
                .toList();
    }

    private static Stream<HostPattern> patterns(ServerName name) {
        return switch (name.kind()) {
            case EXACT -> parsed(name.text());
            case LEADING_WILDCARD -> parsed("*" + name.text());
            case DOMAIN -> Stream.concat(parsed(name.text().substring(1)), parsed("*" + name.text()));
            case TRAILING_WILDCARD, REGEX -> Stream.empty();
        };
    }

    private static Stream<HostPattern> parsed(String text) {
        try {
            HostPattern pattern = HostPattern.parse(text);
            return pattern.isServerName() ? Stream.of(pattern) : Stream.empty();
        } catch (IllegalArgumentException _) {
            return Stream.empty(); // no client can ask for it
        }
    }
}
