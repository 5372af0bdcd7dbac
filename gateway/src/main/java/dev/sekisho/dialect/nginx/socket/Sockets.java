package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerTls;
import java.util.List;
import java.util.Optional;

/**
 * The listeners of {@code http}: one for each address that its servers listen on. What nginx lets each server say of connections,
 * a listener has of its default server; where another one says otherwise and nginx would heed that, it is reported. Belongs to one
 * translation.
 */
public final class Sockets {

    private final List<Site> sites;
    private final List<Listener> listeners;

    private Sockets(List<Site> sites, List<Listener> listeners) {
        this.sites = sites;
        this.listeners = listeners;
    }

    /** Those of a translation; what cannot be honoured is reported. */
    public static Sockets of(Translation in) {
        return of(in, false);
    }

    /**
     * Those of a translation; what cannot be honoured is reported.
     *
     * @param requestIds whether requests have the ids that their clients have given them
     */
    public static Sockets of(Translation in, boolean requestIds) {
        Notes notes = new Notes(in.report());
        new Unheeded(notes).check(in.config());
        List<Site> sites = Sites.of(in.config().http().servers().servers(), _ -> true, notes);
        Deviations deviations = new Deviations(notes);
        sites.forEach(deviations::check);
        Maker maker = new Maker(new TlsDraft(in, notes), new ClientRules(in, notes), new RealIp(notes, requestIds));
        return new Sockets(sites, sites.stream().map(maker::listener).toList());
    }

    /** Makes listeners of sites. */
    private record Maker(TlsDraft tls, ClientRules clients, RealIp addresses) {

        Listener listener(Site site) {
            Server first = site.first();
            Settings settings = first.settings();
            Optional<ListenerTls> secure =
                    site.isSecure() ? tls.of(site.servers(), first, "client_header_timeout") : Optional.empty();
            return new Listener(
                    site.name(),
                    site.address(),
                    addresses.trusted(settings),
                    addresses.fields(settings),
                    Optional.empty(),
                    addresses.proxyProtocol(settings, site.isProxied()),
                    secure,
                    clients.http2(site),
                    Optional.empty(),
                    false,
                    false,
                    clients.limits(settings),
                    clients.timeouts(settings),
                    site.members().getFirst().listen().directive().at());
        }
    }

    /** The listeners, in the order in which their addresses are written first. */
    public List<Listener> listeners() {
        return listeners;
    }

    /** The names of the listeners on which this server listens. */
    public List<String> names(Server server) {
        return sites.stream()
                .filter(site -> site.servers().contains(server))
                .map(Site::name)
                .toList();
    }

    /** The names of those on which it is the default server. */
    public List<String> defaults(Server server) {
        return sites.stream()
                .filter(site -> site.first().equals(server))
                .map(Site::name)
                .toList();
    }
}
