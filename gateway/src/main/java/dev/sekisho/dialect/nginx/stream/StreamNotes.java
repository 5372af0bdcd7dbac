package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Map;
import java.util.Set;

/** What becomes of directives of streams that are not, or not to the letter, honoured. */
final class StreamNotes {

    private static final Map<String, String> NO_EFFECT = Map.ofEntries(
            Map.entry("proxy_buffer_size", "a connection holds some 64 KiB for each direction"),
            Map.entry("proxy_downstream_buffer", "a connection holds some 64 KiB for each direction"),
            Map.entry("proxy_upstream_buffer", "a connection holds some 64 KiB for each direction"),
            Map.entry("preread_buffer_size", "a ClientHello of up to 16 KiB is read"),
            Map.entry("tcp_nodelay", "small pieces are sent at once"),
            Map.entry("proxy_socket_keepalive", "connections are probed as the kernel is set up to"),
            Map.entry("resolver", "names are looked up by the system's resolver, and again as its answers grow old"),
            Map.entry(
                    "resolver_timeout",
                    "names are looked up by the system's resolver, and again as its answers grow old"),
            Map.entry("variables_hash_max_size", "memory is taken as it is needed"),
            Map.entry("variables_hash_bucket_size", "memory is taken as it is needed"),
            Map.entry("map_hash_max_size", "memory is taken as it is needed"),
            Map.entry("map_hash_bucket_size", "memory is taken as it is needed"),
            Map.entry("limit_conn_log_level", "refused connections are counted"),
            Map.entry("open_log_file_cache", "log files stay open"),
            Map.entry("proxy_ssl_session_reuse", "the TLS library decides which sessions are resumed"));

    private static final Map<String, String> NOT_HONOURED = Map.of(
            "proxy_bind", "connections leave from the address that the kernel chooses",
            "limit_conn", "connections are limited for a stream as a whole, not for each key",
            "limit_conn_dry_run", "connections are limited for a stream as a whole, not for each key",
            "return", "a stream passes on, and says nothing itself",
            "pass", "a connection is not handed to another listener",
            "ssl_alpn", "no protocol is agreed on in the handshake",
            "js_access", "no scripts are run",
            "js_preread", "no scripts are run",
            "js_filter", "no scripts are run");

    private static final Set<String> RATES = Set.of("proxy_upload_rate", "proxy_download_rate");

    private StreamNotes() {}

    static void check(Server server, Notes notes) {
        Settings settings = server.settings();
        NO_EFFECT.forEach((name, why) -> settings.one(name).ifPresent(each -> notes.noEffect(each, why)));
        NOT_HONOURED.forEach((name, why) -> settings.one(name)
                .filter(each -> !isOff(each))
                .ifPresent(each -> notes.notHonoured(each, why, "remove the directive")));
        for (String name : RATES) {
            settings.one(name)
                    .filter(each -> !each.arg(0).matches("0+[kKmM]?"))
                    .ifPresent(each -> notes.notHonoured(
                            each,
                            "bytes pass as fast as both sides take them",
                            "limit the rate in front of the gateway"));
        }
        tries(settings, notes);
        details(settings, notes);
    }

    private static void details(Settings settings, Notes notes) {
        settings.one("proxy_requests")
                .filter(each -> !each.arg(0).matches("0+"))
                .ifPresent(each ->
                        notes.differs(each, "a session lives until nothing comes, however many datagrams it had", ""));
        settings.one("proxy_half_close")
                .filter(each -> !settings.isOn("proxy_half_close"))
                .ifPresent(each -> notes.differs(each, "a direction that ends leaves the other one open", ""));
        settings.one("access_log")
                .filter(each -> !isOff(each))
                .ifPresent(each -> notes.differs(
                        each, "lines about connections have the gateway's own form, and stand in its access log", ""));
        settings.one("set")
                .ifPresent(each -> notes.noEffect(each, "variables that are set are not looked at by anything here"));
    }

    private static void tries(Settings settings, Notes notes) {
        settings.one("proxy_next_upstream")
                .filter(StreamNotes::isOff)
                .ifPresent(
                        each -> notes.differs(each, "where a server cannot be connected to, the others are asked", ""));
        settings.one("proxy_next_upstream_tries")
                .filter(each -> !each.arg(0).matches("0+"))
                .ifPresent(each -> notes.differs(each, "each server is asked once, ten of them at most", ""));
        settings.one("proxy_next_upstream_timeout")
                .filter(each -> !each.arg(0).matches("0+m?s?"))
                .ifPresent(each -> notes.differs(each, "each server is asked once, ten of them at most", ""));
    }

    private static boolean isOff(Directive directive) {
        return directive.args().size() == 1 && directive.arg(0).equals("off");
    }
}
