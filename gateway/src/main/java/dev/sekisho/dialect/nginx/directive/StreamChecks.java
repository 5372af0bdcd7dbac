package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.Listening;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What only {@code stream} has, or has otherwise than {@code http}. */
final class StreamChecks {

    private static final List<String> WITHOUT_UDP =
            List.of("ssl", "proxy_protocol", "backlog", "fastopen", "so_keepalive");

    private StreamChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("stream:listen", StreamChecks::listen);
        checks.put(
                "stream:return",
                ((Check) (directive, scope) -> scope.value(directive.args().getFirst())).once());
        checks.put("stream:access_log", StreamChecks::accessLog);
    }

    private static void listen(Directive directive, Scope scope) throws Refusal {
        Word word = directive.args().getFirst();
        ListenAddress address = ListenAddress.of(word.text());
        if (!address.problem().isEmpty()) {
            throw new Refusal(address.problem() + " in \"" + word.text() + "\" of the \"listen\" directive", word.at());
        }
        for (Word parameter : directive.args().subList(1, directive.args().size())) {
            parameter(parameter);
        }
        boolean udp = directive.texts().contains("udp");
        Optional<String> incompatible =
                WITHOUT_UDP.stream().filter(name -> isGiven(directive, name)).findFirst();
        if (udp && incompatible.isPresent()) {
            throw Refusal.own(directive, "\"" + incompatible.get() + "\" parameter is incompatible with \"udp\"");
        }
        add(address, udp, directive, scope);
    }

    private static boolean isGiven(Directive listen, String name) {
        return listen.texts().stream().anyMatch(text -> text.equals(name) || text.startsWith(name + "="));
    }

    private static void parameter(Word word) throws Refusal {
        if (word.text().equals("udp")) {
            return;
        }
        try {
            ListenCheck.parameter(word);
        } catch (Refusal e) {
            if (e.text().startsWith("invalid parameter")) {
                throw unknown(word);
            }
            throw e;
        }
        if (List.of("default_server", "default", "http2", "spdy", "quic", "deferred")
                .contains(word.text())) {
            throw unknown(word);
        }
    }

    private static Refusal unknown(Word word) {
        return new Refusal("the invalid \"" + word.text() + "\" parameter", word.at());
    }

    private static void add(ListenAddress address, boolean udp, Directive directive, Scope scope) throws Refusal {
        for (String each : address.addresses()) {
            String key = (udp ? "udp " : "tcp ") + each;
            if (scope.registry().listening().put(key, new Listening()) != null) {
                throw new Refusal("duplicate \"" + each + "\" address and port pair", directive.at());
            }
        }
    }

    private static void accessLog(Directive directive, Scope scope) throws Refusal {
        if (directive.args().size() == 1 && !directive.arg(0).equals("off")) {
            throw new Refusal("log format is not specified", directive.at());
        }
        LogChecks.accessLog(directive, scope);
    }

    /** What is found when a server has ended. */
    static Optional<String> serverEnd(Directive owner, Scope server) {
        return server.has("listen")
                ? Optional.empty()
                : Optional.of("no \"listen\" is defined for server in " + place(owner));
    }

    /** What is found when all of {@code stream} is read. */
    static Optional<String> streamEnd(Scope stream) {
        for (Scope server : stream.children()) {
            boolean handled = List.of("proxy_pass", "return", "pass").stream().anyMatch(server::has);
            if (server.context() == Context.STREAM_SERVER && !handled) {
                return Optional.of(
                        "no handler for server in " + place(server.owner().orElseThrow()));
            }
        }
        return stream.children().stream()
                .flatMap(server -> certificate(server).stream())
                .findFirst();
    }

    private static Optional<String> certificate(Scope server) {
        return server.all("listen").stream()
                .filter(listen -> listen.texts().contains("ssl"))
                .filter(listen -> server.inherited("ssl_certificate").isEmpty())
                .findFirst()
                .map(listen ->
                        "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive in " + place(listen));
    }

    private static String place(Directive directive) {
        return directive.end().source() + ":" + directive.end().line();
    }
}
