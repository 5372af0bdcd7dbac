package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.Template;
import dev.sekisho.model.SniRoute;
import java.util.List;
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
            return upstreams
                    .named(directive.arg(0), server, directive, udp)
                    .map(name -> new To(Optional.of(name), List.of()));
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
        return named(server, directive, map.get(), udp, secure);
    }

    private Optional<To> named(Server server, Directive directive, Lookup map, boolean udp, boolean secure) {
        boolean reads = !udp && server.settings().isOn("ssl_preread");
        if (secure && reads) {
            notes.notHonoured(
                    directive,
                    "the name is not looked at where TLS ends here",
                    "pass TLS through, or give each name an address of its own");
            return Optional.empty();
        }
        Template text = template(directive.arg(0)).orElseThrow();
        return Optional.of(
                new NameRoutes(text, (to, at) -> upstreams.named(to, server, at, udp), notes).of(map, reads));
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
        boolean one =
                text.variables().size() == 1 && text.parts().stream().noneMatch(Template.Capture.class::isInstance);
        return in.config().stream().lookups().stream()
                .filter(lookup -> one && lookup.kind().equals("map"))
                .filter(lookup ->
                        lookup.variable().equals(text.variables().getFirst().name()))
                .filter(lookup -> template(lookup.source())
                        .filter(Destinations::isServerName)
                        .isPresent())
                .findFirst();
    }

    private static boolean isServerName(Template source) {
        return source.parts().size() == 1
                && source.parts().getFirst() instanceof Template.Variable variable
                && variable.name().equals(SERVER_NAME);
    }
}
