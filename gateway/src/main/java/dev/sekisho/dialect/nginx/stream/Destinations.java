package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.Template;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.SniRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the connections of servers go: to a group or an address, or to one of several by the name that is asked for in the
 * handshake, as a {@code map} of {@code $ssl_preread_server_name} says. Belongs to one translation.
 */
final class Destinations {

    private static final String SERVER_NAME = "ssl_preread_server_name";

    private final Translation in;
    private final Notes notes;
    private final Upstreams upstreams;

    /**
     * Where connections go.
     *
     * @param others the upstream of those that no name fits; nothing where they are closed
     * @param names upstreams by names
     */
    record To(Optional<String> others, List<SniRoute> names) {}

    Destinations(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
        this.upstreams = new Upstreams(in, notes);
    }

    /** Where those of a server go; nothing where they go nowhere, which is reported. */
    Optional<To> of(Server server, boolean udp, boolean secure) {
        Optional<Directive> pass = server.settings().one("proxy_pass");
        if (pass.isEmpty()) {
            return Optional.empty(); // what answers in its place is reported
        }
        Directive directive = pass.get();
        Optional<Template> text = template(directive.arg(0));
        if (text.filter(Template::isConstant).isPresent()) {
            return upstreams.named(directive.arg(0), server, directive, udp).map(name -> new To(Optional.of(name), List.of()));
        }
        Optional<Lookup> map = text.flatMap(this::map);
        if (map.isEmpty()) {
            notes.notHonoured(
                    directive,
                    "a text that is known only when a connection comes (expected: an address, a group, or a variable of a"
                            + " map of $" + SERVER_NAME + ")",
                    "write such a map");
            return Optional.empty();
        }
        boolean reads = !udp && server.settings().isOn("ssl_preread");
        if (secure && reads) {
            notes.notHonoured(
                    directive,
                    "the name is not looked at where TLS ends here",
                    "pass TLS through, or give each name an address of its own");
            return Optional.empty();
        }
        return Optional.of(new Names(server, directive, udp).of(map.get(), reads));
    }

    private static Optional<Template> template(String text) {
        try {
            return Optional.of(Template.parse(text));
        } catch (Template.InvalidTemplateException _) {
            return Optional.empty();
        }
    }

    /** The map of the only variable of a text, where it goes by the name alone. */
    private Optional<Lookup> map(Template text) {
        boolean one = text.variables().size() == 1
                && text.parts().stream().noneMatch(Template.Capture.class::isInstance);
        return in.config().stream().lookups().stream()
                .filter(lookup -> one && lookup.kind().equals("map"))
                .filter(lookup -> lookup.variable().equals(text.variables().getFirst().name()))
                .filter(lookup -> template(lookup.source()).filter(Destinations::isServerName).isPresent())
                .findFirst();
    }

    private static boolean isServerName(Template source) {
        return source.parts().size() == 1
                && source.parts().getFirst() instanceof Template.Variable variable
                && variable.name().equals(SERVER_NAME);
    }

    /** The routes by names of one server. */
    private final class Names {
        private final Server server;
        private final Directive pass;
        private final boolean udp;

        Names(Server server, Directive pass, boolean udp) {
            this.server = server;
            this.pass = pass;
            this.udp = udp;
        }

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
            Map<HostPattern, String> routes = new LinkedHashMap<>();
            map.entries().stream()
                    .filter(line -> !key(line).isEmpty())
                    .forEach(line -> upstream(line.arg(0), line).ifPresent(to -> hosts(line, map)
                            .forEach(host -> routes.putIfAbsent(host, to))));
            Map<String, List<HostPattern>> byUpstream = new LinkedHashMap<>();
            routes.forEach((host, to) ->
                    byUpstream.computeIfAbsent(to, key -> new ArrayList<>()).add(host));
            List<SniRoute> names = byUpstream.entrySet().stream()
                    .map(entry -> new SniRoute(List.copyOf(entry.getValue()), entry.getKey()))
                    .toList();
            return new To(upstream(map.otherwise(), map.directive()), names);
        }

        private static String key(Directive line) {
            return line.name().startsWith("\\") ? line.name().substring(1) : line.name();
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
            for (Template.Part part : template(pass.arg(0)).orElseThrow().parts()) {
                text.append(part instanceof Template.Text words ? words.text() : value);
            }
            return upstreams.named(text.toString(), server, line, udp);
        }

        /** The names of a line; patterns are looked at only where the map says {@code hostnames}. */
        private List<HostPattern> hosts(Directive line, Lookup map) {
            String key = key(line);
            boolean escaped = line.name().startsWith("\\");
            boolean hostnames = map.flags().contains("hostnames") && !escaped;
            boolean regex = key.startsWith("~") && !escaped;
            boolean trailing = hostnames && key.endsWith(".*");
            if (regex || trailing) {
                notes.notHonoured(
                        line,
                        (regex ? "expressions" : "wildcards at the end") + " are not looked at for names of TLS",
                        "write the names, or *.example.com with hostnames");
                return List.of();
            }
            boolean domain = hostnames && key.startsWith(".");
            if (!hostnames && (key.startsWith("*") || key.startsWith("."))) {
                return List.of(); // a name that nobody asks for
            }
            List<HostPattern> all = new ArrayList<>();
            try {
                all.add(HostPattern.parse(domain ? "*" + key : key));
                if (domain) {
                    all.add(HostPattern.parse(key.substring(1)));
                }
            } catch (IllegalArgumentException _) {
                return List.of(); // a name that nobody can ask for
            }
            return all.stream().filter(HostPattern::isServerName).toList();
        }
    }
}
