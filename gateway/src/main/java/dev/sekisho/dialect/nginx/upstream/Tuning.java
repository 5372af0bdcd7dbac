package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What places and groups say about passing on that is not done, or that means nothing here. Belongs to one translation. */
final class Tuning {

    private static final String NOT_STORED = "responses are not written to files on their way";
    private static final String STREAMED = "responses pass on as they come in, within bounds of memory";
    private static final String HEADS =
            "heads of answers have a bound of their own, and bodies pass on as they come in";
    private static final String TABLES = "tables of fields grow by themselves";

    /** What means nothing, and why. */
    private static final Map<String, String> NOTHING = Map.ofEntries(
            Map.entry("proxy_buffering", STREAMED),
            Map.entry("proxy_buffer_size", HEADS),
            Map.entry("grpc_buffer_size", HEADS),
            Map.entry("proxy_buffers", STREAMED),
            Map.entry("proxy_busy_buffers_size", STREAMED),
            Map.entry("proxy_max_temp_file_size", NOT_STORED),
            Map.entry("proxy_temp_file_write_size", NOT_STORED),
            Map.entry("proxy_temp_path", NOT_STORED),
            Map.entry("proxy_request_buffering", "bodies of requests pass on as they come in"),
            Map.entry("proxy_send_lowat", "how the kernel is fed is the gateway's business"),
            Map.entry("proxy_headers_hash_max_size", TABLES),
            Map.entry("proxy_headers_hash_bucket_size", TABLES),
            Map.entry("grpc_headers_hash_max_size", TABLES),
            Map.entry("grpc_headers_hash_bucket_size", TABLES),
            Map.entry("proxy_socket_keepalive", "connections to services always have TCP keepalive"),
            Map.entry("grpc_socket_keepalive", "connections to services always have TCP keepalive"));

    /** What is not done, and what to do instead; where a value is named, that one asks for nothing. */
    private static final Map<String, Refused> REFUSED = Map.of(
            "proxy_bind",
                    new Refused(
                            "off",
                            "the system chooses the address that connections leave from",
                            "set a route's source address in the system"),
            "grpc_bind",
                    new Refused(
                            "off",
                            "the system chooses the address that connections leave from",
                            "set a route's source address in the system"),
            "proxy_limit_rate",
                    new Refused(
                            "0",
                            "answers of services are read as fast as the client takes them",
                            "limit the client's rate, by limit_rate, or remove it"),
            "proxy_force_ranges", new Refused("off", "ranges are the service's business, or the cache's", "remove it"),
            "proxy_store", new Refused("off", "responses are not kept as files of a tree", "use proxy_cache"));

    /** What a group says that is not done. */
    private static final Map<String, String> GROUPS = Map.of(
            "ntlm", "a connection to a service is never one client's own",
            "state", "the list of servers is not kept in a file",
            "queue", "requests that find no server are answered at once");

    private static final Map<String, String> OTHERS = Map.of(
            "fastcgi_pass", "FastCGI",
            "uwsgi_pass", "uwsgi",
            "scgi_pass", "SCGI",
            "memcached_pass", "memcached");

    private static final Set<String> GROUP_TUNING = Set.of("zone", "keepalive_requests");

    private final Translation in;
    private final Once once;

    private record Refused(String nothing, String why, String fix) {}

    Tuning(Translation in, Once once) {
        this.in = in;
        this.once = once;
    }

    /** Reports what the settings of a place say. */
    void place(Settings settings) {
        settings.handler().ifPresent(this::handler);
        NOTHING.forEach((name, why) -> settings.all(name).forEach(each -> tell(DraftKinds.NO_EFFECT, each, why, "")));
        REFUSED.forEach((name, refused) -> settings.all(name).stream()
                .filter(each -> !each.arg(0).equals(refused.nothing()))
                .forEach(each -> tell(DraftKinds.NOT_HONOURED, each, refused.why(), refused.fix())));
        settings.all("proxy_ignore_client_abort").stream()
                .filter(each -> each.arg(0).equalsIgnoreCase("on"))
                .forEach(each -> tell(
                        DraftKinds.DIFFERS,
                        each,
                        "a call ends when its client leaves",
                        "let the service take long work over by itself"));
    }

    private void handler(Directive handler) {
        String protocol = OTHERS.get(handler.name());
        if (protocol != null) {
            tell(
                    DraftKinds.NOT_HONOURED,
                    handler,
                    protocol + " is not spoken",
                    "let the service speak HTTP, by itself or through a server of its own, and use proxy_pass");
        }
    }

    /** Reports what a group says. */
    void group(dev.sekisho.dialect.nginx.config.Upstream group) {
        Settings settings = group.settings();
        GROUPS.forEach((name, why) ->
                settings.one(name).ifPresent(each -> tell(DraftKinds.NOT_HONOURED, each, why, "remove it")));
        for (String name : List.copyOf(GROUP_TUNING)) {
            settings.one(name)
                    .ifPresent(each -> tell(
                            DraftKinds.NO_EFFECT,
                            each,
                            name.equals("zone")
                                    ? "what is known of servers is one for all threads anyway"
                                    : "a connection serves as many requests as come in its lifetime",
                            ""));
        }
    }

    private void tell(DiagnosticKind kind, Directive directive, String why, String fix) {
        if (once.first(directive)) {
            in.report().add(kind, directive.at(), directive + " " + why + ".", fix);
        }
    }
}
