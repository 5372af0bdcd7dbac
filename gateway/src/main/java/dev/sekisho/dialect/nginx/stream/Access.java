package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.socket.RealIp;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.StreamAccess;
import java.util.ArrayList;
import java.util.List;

/** {@code allow} and {@code deny} in the order in which they are written. Belongs to one translation. */
final class Access {

    private static final List<Cidr> ALL = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

    private final Notes notes;

    Access(Notes notes) {
        this.notes = notes;
    }

    List<StreamAccess> of(Settings settings) {
        List<StreamAccess> rules = new ArrayList<>();
        for (Directive directive : settings.all("allow")) {
            boolean allow = directive.name().equals("allow");
            String from = directive.arg(0);
            if (from.equals("all")) {
                rules.add(new StreamAccess(allow, ALL));
            } else if (from.equals("unix:")) {
                notes.noEffect(directive, "no client comes by a socket of the file system");
            } else {
                RealIp.network(from)
                        .ifPresentOrElse(
                                network -> rules.add(new StreamAccess(allow, List.of(network))),
                                () -> notes.notHonoured(directive, "no address (expected: one, or a network)", ""));
            }
        }
        return List.copyOf(rules);
    }
}
