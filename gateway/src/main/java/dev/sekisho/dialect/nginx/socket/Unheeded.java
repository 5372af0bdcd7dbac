package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Map;

/** Tells of directives about connections that tell nginx how to work inside. Belongs to one translation. */
final class Unheeded {

    private static final String MEMORY = "memory is taken as it is needed";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("server_names_hash_max_size", MEMORY),
            Map.entry("server_names_hash_bucket_size", MEMORY),
            Map.entry("connection_pool_size", MEMORY),
            Map.entry("request_pool_size", MEMORY),
            Map.entry("client_header_buffer_size", MEMORY),
            Map.entry("http2_recv_buffer_size", MEMORY),
            Map.entry("http2_pool_size", MEMORY),
            Map.entry("http2_streams_index_size", MEMORY),
            Map.entry("http2_body_preread_size", "64 KiB of each stream are taken ahead"),
            Map.entry("http2_chunk_size", "frames are as long as what is there to be sent"),
            Map.entry("http2_recv_timeout", "client_header_timeout and keepalive_timeout hold"),
            Map.entry("http2_idle_timeout", "keepalive_timeout holds"),
            Map.entry("http2_max_requests", "keepalive_requests holds"),
            Map.entry("http2_max_field_size", "large_client_header_buffers holds"),
            Map.entry("http2_max_header_size", "large_client_header_buffers holds"),
            Map.entry("http2_max_concurrent_pushes", "nothing is pushed, as browsers take no pushes any more"),
            Map.entry("http2_push", "nothing is pushed, as browsers take no pushes any more"),
            Map.entry("http2_push_preload", "nothing is pushed, as browsers take no pushes any more"),
            Map.entry("http3", "HTTP/3 is not spoken"),
            Map.entry("http3_hq", "HTTP/3 is not spoken"),
            Map.entry("http3_max_concurrent_streams", "HTTP/3 is not spoken"),
            Map.entry("http3_stream_buffer_size", "HTTP/3 is not spoken"),
            Map.entry("quic_active_connection_id_limit", "HTTP/3 is not spoken"),
            Map.entry("quic_gso", "HTTP/3 is not spoken"),
            Map.entry("quic_host_key", "HTTP/3 is not spoken"),
            Map.entry("quic_retry", "HTTP/3 is not spoken"),
            Map.entry("lingering_close", "connections are closed in two steps where the client still sends"),
            Map.entry("lingering_time", "connections are closed in two steps where the client still sends"),
            Map.entry("lingering_timeout", "connections are closed in two steps where the client still sends"),
            Map.entry("reset_timedout_connection", "the kernel frees what a closed connection holds"),
            Map.entry("keepalive_disable", "no browser that it is for is left"),
            Map.entry("keepalive_min_timeout", "connections are kept as long as keepalive_timeout says"),
            Map.entry("tcp_nodelay", "small pieces are sent at once"),
            Map.entry("tcp_nopush", "heads and bodies leave together where they are there together"),
            Map.entry("postpone_output", "what is there is sent"),
            Map.entry("epoll_events", "the event loops take what is there"));

    private final Notes notes;

    Unheeded(Notes notes) {
        this.notes = notes;
    }

    void check(NginxConfig config) {
        of(config.events());
        of(config.http().settings());
        for (Server server : config.http().servers().servers()) {
            of(server.settings());
            slashes(server.settings());
            secureOnly(server);
            server.locations().all().stream().map(Location::settings).forEach(this::of);
        }
    }

    private void of(Settings settings) {
        NAMES.forEach((name, why) -> {
            if (settings.isOwn(name)) {
                settings.all(name).forEach(each -> notes.noEffect(each, why));
            }
        });
    }

    private void slashes(Settings settings) {
        settings.one("merge_slashes")
                .filter(each -> !settings.isOn("merge_slashes"))
                .ifPresent(each -> notes.notHonoured(
                        each,
                        "slashes that follow one another are one in paths, wherever they are compared",
                        "remove it, and check that no location has // in it"));
    }

    /** Statuses that nginx has for faults of TLS alone. */
    private void secureOnly(Server server) {
        for (Directive page : server.settings().all("error_page")) {
            for (String status : page.texts().subList(0, page.args().size() - 1)) {
                if (status.matches("49[567]")) {
                    String why = status.equals("497")
                            ? "HTTP in the clear on a port of TLS is answered 400, and no error page serves it"
                            : "a certificate that is missing or not good ends the handshake, and no error page is served";
                    String fix = status.equals("497") ? "let a server on port 80 redirect to https" : "";
                    notes.tell(DraftKinds.NOT_HONOURED, page.at(), Notes.shown(page) + ": " + why, fix);
                }
            }
        }
    }
}
