package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.ServerName;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.model.HostPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which requests servers get: by the exact name, the longest wildcard in front, the longest at the end, the first expression, or as the
 * default server of where they come in (nginx.org/en/docs/http/server_names.html). Belongs to one translation.
 */
final class HostScopes {

    private final Translation in;
    private final Sockets sockets;
    private final List<Weight> bands;
    private final Set<String> taken = new HashSet<>();

    /** How much a name weighs; regular expressions by their place, wildcards by their length. */
    private record Weight(int kind, int amount) implements Comparable<Weight> {

        static final Weight DEFAULT = new Weight(0, 0);
        private static final int REGEX = 1;
        private static final int TRAILING = 2;
        private static final int LEADING = 3;
        private static final int EXACT = 4;

        @Override
        public int compareTo(Weight other) {
            return kind != other.kind ? Integer.compare(kind, other.kind) : Integer.compare(amount, other.amount);
        }
    }

    /** A name and how much it weighs. */
    private record Weighed(HostPattern pattern, Weight weight) {}

    HostScopes(Translation in, Sockets sockets) {
        this.in = in;
        this.sockets = sockets;
        this.bands = in.config().http().servers().servers().stream()
                .flatMap(server -> server.names().stream())
                .flatMap(this::weights)
                .distinct()
                .sorted()
                .toList();
    }

    /** How many bands there are, that of default servers included. */
    int size() {
        return bands.size() + 1;
    }

    /** The scopes of a server; none where all of its names are others' already. */
    List<HostScope> of(Server server) {
        Map<List<String>, Map<Weight, List<HostPattern>>> found = new LinkedHashMap<>();
        for (ServerName name : server.names()) {
            for (Weighed each : weighed(server, name)) {
                List<String> free = sockets.names(server).stream()
                        .filter(listener -> taken.add(listener + " " + each.pattern()))
                        .toList();
                if (!free.isEmpty()) {
                    found.computeIfAbsent(free, key -> new LinkedHashMap<>())
                            .computeIfAbsent(each.weight(), key -> new ArrayList<>())
                            .add(each.pattern());
                }
            }
        }
        List<HostScope> scopes = new ArrayList<>();
        found.forEach((listeners, byWeight) -> byWeight.forEach(
                (weight, hosts) -> scopes.add(new HostScope(hosts, listeners, 1 + bands.indexOf(weight)))));
        nameless(server);
        if (!sockets.defaults(server).isEmpty()) {
            scopes.add(new HostScope(List.of(), sockets.defaults(server), 0));
        }
        return scopes;
    }

    /** A server for requests without Host, which can only be of HTTP/1.0. */
    private void nameless(Server server) {
        boolean elsewhere = !sockets.defaults(server).containsAll(sockets.names(server));
        if (elsewhere && server.names().stream().anyMatch(name -> name.text().isEmpty())) {
            in.report()
                    .add(
                            DraftKinds.DIFFERS,
                            server.directive().at(),
                            "server_name \"\", written or by default: requests without Host go to the default server instead",
                            "write default_server in its listen, or a name");
        }
    }

    private Stream<Weight> weights(ServerName name) {
        int length = name.text().length();
        return switch (name.kind()) {
            case EXACT -> Stream.of(new Weight(Weight.EXACT, 0));
            case LEADING_WILDCARD -> Stream.of(new Weight(Weight.LEADING, length));
            case DOMAIN -> Stream.of(new Weight(Weight.EXACT, 0), new Weight(Weight.LEADING, length));
            case TRAILING_WILDCARD -> Stream.of(new Weight(Weight.TRAILING, length));
            case REGEX -> Stream.of(new Weight(Weight.REGEX, -place(name)));
        };
    }

    private int place(ServerName name) {
        return in.config().http().servers().servers().stream()
                .flatMap(server -> server.names().stream())
                .filter(each -> each.kind() == ServerName.Kind.REGEX)
                .toList()
                .indexOf(name);
    }

    private List<Weighed> weighed(Server server, ServerName name) {
        List<Weight> weights = weights(name).toList();
        String text = name.text();
        return switch (name.kind()) {
            case EXACT -> one(text, weights.getFirst());
            case LEADING_WILDCARD -> one("*" + text, weights.getFirst());
            case DOMAIN ->
                Stream.concat(
                                one(text.substring(1), weights.getFirst()).stream(),
                                one("*" + text, weights.getLast()).stream())
                        .toList();
            case TRAILING_WILDCARD -> one(text + "*", weights.getFirst());
            case REGEX -> regex(server, text, weights.getFirst());
        };
    }

    /** Names that no request can have, such as {@code _} and the empty one, name nothing. */
    private static List<Weighed> one(String text, Weight weight) {
        try {
            return List.of(new Weighed(HostPattern.parse(text), weight));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private List<Weighed> regex(Server server, String text, Weight weight) {
        boolean caseless = text.chars().anyMatch(Character::isUpperCase);
        return Expressions.of(in.report(), server.directive().at(), "server_name ~" + text, text, caseless).stream()
                .map(expression -> new Weighed(new HostPattern(HostPattern.Kind.REGEX, expression, 0), weight))
                .toList();
    }
}
