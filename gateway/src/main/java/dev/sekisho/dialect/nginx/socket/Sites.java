package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.model.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The addresses that servers listen on. Of a port, 0.0.0.0 and [::] become one socket for both families where they serve the
 * same. Belongs to one translation.
 */
public final class Sites {

    private static final String ANY4 = "0.0.0.0:";
    private static final String ANY6 = "[::]:";

    private final Map<String, List<Site.Member>> byAddress = new LinkedHashMap<>();
    private final ListenNotes parameters;
    private final Notes notes;

    private Sites(Notes notes) {
        this.notes = notes;
        this.parameters = new ListenNotes(notes);
    }

    /** Those of servers, in the order in which they are named first; only those that are wanted. */
    public static List<Site> of(List<Server> servers, Predicate<Listen> wanted, Notes notes) {
        Sites sites = new Sites(notes);
        for (Server server : servers) {
            server.listens().stream().filter(wanted).forEach(listen -> sites.add(server, listen));
        }
        return sites.all();
    }

    private void add(Server server, Listen listen) {
        parameters.check(listen);
        if (listen.address().host().startsWith("unix:")) {
            notes.notHonoured(
                    listen.directive(),
                    "sockets of the file system are not listened on",
                    "listen on an address such as 127.0.0.1:8080");
            return;
        }
        if (listen.parameters().contains("quic")) {
            notes.differs(
                    listen.directive(),
                    "HTTP/3 is not spoken; clients come by TCP, where the server listens there too",
                    "");
            return;
        }
        for (String address : listen.address().addresses()) {
            byAddress.computeIfAbsent(address, key -> new ArrayList<>()).add(new Site.Member(server, listen));
        }
    }

    private List<Site> all() {
        List<Site> all = new ArrayList<>();
        byAddress.forEach((address, members) -> {
            Site site = site(address, members);
            String port = ":" + site.address().port();
            Optional<Site> twin = twin(address);
            if (twin.isPresent() && twin.get().isLike(site)) {
                if (address.startsWith(ANY4)) {
                    all.add(new Site("*" + port, new Address("", site.address().port()), both(site, twin.get())));
                }
            } else {
                all.add(twin.isPresent() ? site : alone(address, site));
                twin.ifPresent(other -> split(site, other));
            }
        });
        return List.copyOf(all);
    }

    private static List<Site.Member> both(Site one, Site other) {
        List<Site.Member> all = new ArrayList<>(one.members());
        all.addAll(other.members());
        return all;
    }

    /** The same port of the other family, where all addresses are meant. */
    private Optional<Site> twin(String address) {
        String other = address.startsWith(ANY4)
                ? ANY6 + address.substring(ANY4.length())
                : address.startsWith(ANY6) ? ANY4 + address.substring(ANY6.length()) : "";
        return Optional.ofNullable(byAddress.get(other)).map(members -> site(other, members));
    }

    private Site alone(String address, Site site) {
        Listen listen = site.members().getFirst().listen();
        if (address.startsWith(ANY6)
                && listen.value("ipv6only").filter("off"::equals).isPresent()) {
            return new Site(site.name(), new Address("", site.address().port()), site.members());
        }
        boolean any = address.startsWith(ANY4) || address.startsWith(ANY6);
        if (any) {
            String message = Notes.shown(listen.directive()) + ": taken by both families, IPv4 and IPv6";
            String fix = "where that matters, listen on the addresses themselves, or on both families";
            notes.tell(DraftKinds.DIFFERS, listen.directive().at(), message, fix);
        }
        return site;
    }

    private void split(Site site, Site other) {
        Listen listen = site.members().getFirst().listen();
        notes.notHonoured(
                listen.directive(),
                "serves otherwise than " + other.name() + " does, but both families share one socket",
                "let the same servers listen on both, with the same parameters and default server");
    }

    private static Site site(String address, List<Site.Member> members) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Site(address, new Address(bare, Integer.parseInt(address.substring(colon + 1))), members);
    }
}
