package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.stream.Destinations.To;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.Template;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.SniRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Where a {@code map} sends the connections of one server by the name that is asked for. Belongs to one translation. */
final class NameRoutes {

    private final Template pass;
    private final BiFunction<String, Directive, Optional<String>> upstreams;
    private final Notes notes;

    /**
     * Those of a server.
     *
     * @param pass what {@code proxy_pass} says, with the map's variable in it
     * @param upstreams gives the upstream of an address or group, and the line that names it
     */
    NameRoutes(Template pass, BiFunction<String, Directive, Optional<String>> upstreams, Notes notes) {
        this.pass = pass;
        this.upstreams = upstreams;
        this.notes = notes;
    }

    /** The routes; without names where the server reads none. */
    To of(Lookup map, boolean reads) {
        Optional<Directive> nameless =
                map.entries().stream().filter(line -> key(line).isEmpty()).findFirst();
        String none = nameless.map(line -> line.arg(0)).orElse(map.otherwise());
        if (!reads) {
            return new To(upstream(none, map.directive()), List.of());
        }
        if (!none.equals(map.otherwise())) {
            notes.notHonoured(
                    nameless.orElse(map.directive()),
                    "connections that ask for no name go where those go that ask for an unknown one",
                    "give the empty name the value of default");
        }
        return new To(upstream(map.otherwise(), map.directive()), routes(map));
    }

    private List<SniRoute> routes(Lookup map) {
        Map<HostPattern, String> hosts = new LinkedHashMap<>();
        for (Directive line : map.entries()) {
            if (!key(line).isEmpty()) {
                upstream(line.arg(0), line)
                        .ifPresent(to -> hosts(line, map).forEach(host -> hosts.putIfAbsent(host, to)));
            }
        }
        Map<String, List<HostPattern>> byUpstream = new LinkedHashMap<>();
        hosts.forEach((host, to) ->
                byUpstream.computeIfAbsent(to, key -> new ArrayList<>()).add(host));
        return byUpstream.entrySet().stream()
                .map(entry -> new SniRoute(List.copyOf(entry.getValue()), entry.getKey()))
                .toList();
    }

    /** A backslash in front says that a key is no word of the map's own. */
    private static boolean isEscaped(Directive line) {
        return line.name().startsWith("\\");
    }

    private static String key(Directive line) {
        return isEscaped(line) ? line.name().substring(1) : line.name();
    }

    /** The upstream of a value in its place within the text of {@code proxy_pass}; an empty one leads nowhere. */
    private Optional<String> upstream(String value, Directive line) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.contains("$")) {
            notes.notHonoured(line, "a value with variables (expected: an address or a group)", "write it out");
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (Template.Part part : pass.parts()) {
            text.append(part instanceof Template.Text words ? words.text() : value);
        }
        return upstreams.apply(text.toString(), line);
    }

    /** The names of a line; patterns are looked at only where the map says {@code hostnames}. */
    private List<HostPattern> hosts(Directive line, Lookup map) {
        String key = key(line);
        boolean hostnames = map.flags().contains("hostnames") && !isEscaped(line);
        boolean regex = key.startsWith("~") && !isEscaped(line);
        if (regex || hostnames && key.endsWith(".*")) {
            notes.notHonoured(
                    line,
                    (regex ? "expressions" : "wildcards at the end") + " are not looked at for names of TLS",
                    "write the names, or *.example.com with hostnames");
            return List.of();
        }
        if (hostnames && key.startsWith(".")) {
            List<HostPattern> both = new ArrayList<>(host("*" + key));
            both.addAll(host(key.substring(1)));
            return both;
        }
        return hostnames || !key.startsWith("*") ? host(key) : List.of(); // else a name that nobody asks for
    }

    /** Nothing for what nobody can ask for. */
    private static List<HostPattern> host(String text) {
        try {
            HostPattern host = HostPattern.parse(text);
            return host.isServerName() ? List.of(host) : List.of();
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }
}
