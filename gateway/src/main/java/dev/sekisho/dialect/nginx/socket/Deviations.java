package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;

/**
 * Tells of servers and locations that say otherwise than the default server of their listener in what is the listener's here.
 * Where nginx itself goes by the default server, nothing is told. Belongs to one translation.
 */
final class Deviations {

    private static final List<String> OF_LOCATIONS =
            List.of("client_body_timeout", "send_timeout", "keepalive_timeout", "keepalive_requests", "keepalive_time");
    private static final List<String> OF_SERVERS = List.of("http2_max_concurrent_streams", "http2");
    private static final List<String> OF_TLS =
            List.of("ssl_session_cache", "ssl_session_tickets", "ssl_session_timeout", "ssl_session_ticket_key");
    private static final List<String> ADDRESSES = List.of("set_real_ip_from", "real_ip_header", "real_ip_recursive");

    private final Notes notes;

    Deviations(Notes notes) {
        this.notes = notes;
    }

    void check(Site site) {
        Server first = site.first();
        for (Server server : site.servers()) {
            Settings settings = server.settings();
            compare(site, OF_LOCATIONS, settings, server.directive(), DraftKinds.DIFFERS);
            compare(site, OF_SERVERS, settings, server.directive(), DraftKinds.DIFFERS);
            addresses(site, settings, server.directive());
            if (site.isSecure()
                    && server != first
                    && !settings.all("ssl_certificate").isEmpty()) {
                compare(site, OF_TLS, settings, server.directive(), DraftKinds.DIFFERS);
            }
            for (Location location : server.locations().all()) {
                compare(site, OF_LOCATIONS, location.settings(), location.directive(), DraftKinds.DIFFERS);
                addresses(site, location.settings(), location.directive());
            }
        }
    }

    /** Where nobody is trusted anywhere, the rest of what is said about addresses means nothing. */
    private void addresses(Site site, Settings settings, Directive place) {
        boolean any = !settings.all("set_real_ip_from").isEmpty()
                || !site.first().settings().all("set_real_ip_from").isEmpty();
        if (any) {
            compare(site, ADDRESSES, settings, place, DraftKinds.NOT_HONOURED);
        }
    }

    private void compare(Site site, List<String> names, Settings settings, Directive place, DiagnosticKind kind) {
        for (String name : names) {
            String own = Amounts.of(settings, name);
            String general = Amounts.of(site.first().settings(), name);
            if (own.equals(general)) {
                continue;
            }
            Directive at = settings.isOwn(name) ? settings.one(name).orElse(place) : place;
            String message = name + " " + (own.isEmpty() ? "(none)" : own) + ": holds for a whole listener, and "
                    + site.name() + " has that of its default server: " + (general.isEmpty() ? "none" : general);
            notes.tell(kind, at.at(), message, "write it once for all servers of the address");
        }
    }
}
