package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What nginx checks when a block has ended. */
final class EndChecks {

    private EndChecks() {}

    /** Checks a block that is whole and in itself right. */
    static void check(Directive owner, Scope scope) {
        try {
            switch (scope.context()) {
                case UPSTREAM, STREAM_UPSTREAM -> upstream(owner, scope);
                case HTTP -> http(owner, scope);
                case STREAM -> stream(owner, scope);
                case STREAM_SERVER ->
                    StreamChecks.serverEnd(owner, scope).ifPresent(text -> nowhere(scope, text, owner.at()));
                default -> {}
            }
        } catch (Refusal e) {
            scope.messages().add(Message.emerg(e.text(), end(owner), e.at()));
        }
    }

    private static Origin end(Directive owner) {
        return owner.block().orElseThrow().end();
    }

    private static void upstream(Directive owner, Scope scope) throws Refusal {
        if (!scope.has("server") && !scope.has("state")) {
            throw new Refusal("no servers are inside upstream", owner.at());
        }
    }

    private static void stream(Directive owner, Scope stream) {
        StreamChecks.streamEnd(stream).ifPresent(text -> nowhere(stream, text, owner.at()));
        portless(stream);
        if (ConfigCheck.firstError(stream.messages()).isEmpty()) {
            unknownVariables(stream);
        }
    }

    /** The order is nginx's: settings of each level, locations, TLS, names, variables. */
    private static void http(Directive owner, Scope http) throws Refusal {
        for (Scope scope : all(http)) {
            BufferChecks.check(scope, owner);
            caches(scope);
        }
        for (Scope server : http.children()) {
            certificate(server);
            locations(server);
        }
        secureListeners(http);
        onlyBackups(http);
        portless(http);
        if (ConfigCheck.firstError(http.messages()).isEmpty()) {
            unknownVariables(http);
            NameChecks.check(http);
        }
    }

    private static List<Scope> all(Scope scope) {
        List<Scope> all = new ArrayList<>(List.of(scope));
        scope.children().forEach(child -> all.addAll(all(child)));
        return all;
    }

    private static void caches(Scope scope) throws Refusal {
        for (String protocol : List.of("proxy", "fastcgi", "uwsgi", "scgi")) {
            for (Directive cache : scope.all(protocol + "_cache")) {
                String name = cache.arg(0);
                boolean unknown = !name.equals("off")
                        && Optional.ofNullable(scope.registry().zones().get(name))
                                .filter(zone -> zone.size() == 0)
                                .isPresent();
                if (unknown) {
                    throw new Refusal(
                            "\"" + protocol + "_cache\" zone \"" + name + "\" is unknown",
                            cache.args().getFirst().at());
                }
            }
        }
    }

    private static void certificate(Scope server) {
        if (server.context() != Context.SERVER) {
            return;
        }
        Optional<Directive> certificate = server.inherited("ssl_certificate");
        if (certificate.isPresent() && server.inherited("ssl_certificate_key").isEmpty()) {
            nowhere(
                    server,
                    "no \"ssl_certificate_key\" is defined for certificate \""
                            + certificate.get().arg(0) + "\"",
                    certificate.get().at());
        }
    }

    private static void secureListeners(Scope http) {
        for (Scope server : http.children()) {
            boolean secure = server.all("listen").stream()
                    .anyMatch(listen -> listen.texts().contains("ssl"));
            boolean rejects = server.inherited("ssl_reject_handshake")
                    .filter(flag -> flag.arg(0).equalsIgnoreCase("on"))
                    .isPresent();
            if (secure && server.inherited("ssl_certificate").isEmpty() && !rejects) {
                Directive owner = server.owner().orElseThrow();
                nowhere(
                        server,
                        "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive in "
                                + owner.end().source() + ":" + owner.end().line(),
                        owner.at());
                return;
            }
        }
    }

    private static void onlyBackups(Scope http) {
        for (Scope upstream : http.children()) {
            boolean none = upstream.context() == Context.UPSTREAM
                    && upstream.has("server")
                    && upstream.all("server").stream()
                            .allMatch(each -> each.texts().contains("backup"));
            if (none) {
                Directive owner = upstream.owner().orElseThrow();
                nowhere(
                        upstream,
                        "no servers in upstream \"" + owner.arg(0) + "\" in "
                                + owner.end().source() + ":" + owner.end().line(),
                        owner.at());
            }
        }
    }

    /** Hosts that requests are passed to, which are no upstream and have no port. */
    private static void portless(Scope part) {
        part.registry().passes().stream()
                .filter(passed -> passed.port() < 0)
                .filter(passed -> !part.registry().upstreams().containsKey(passed.host()))
                .findFirst()
                .ifPresent(passed -> nowhere(
                        part,
                        "no port in upstream \"" + passed.host() + "\" in "
                                + passed.directive().end().source() + ":"
                                + passed.directive().end().line(),
                        passed.directive().at()));
    }

    /** Two locations of one level for the same paths. */
    private static void locations(Scope level) {
        Set<LocationName> names = new HashSet<>();
        for (Directive location : level.all("location")) {
            LocationName name = LocationName.of(location.texts()).orElseThrow();
            boolean prefix = name.modifier() == LocationName.Modifier.PREFIX_ONLY;
            LocationName same = prefix ? new LocationName(LocationName.Modifier.PREFIX, name.path()) : name;
            boolean compared = !name.isRegex() && name.modifier() != LocationName.Modifier.NAMED;
            if (compared && !names.add(same)) {
                nowhere(
                        level,
                        "duplicate location \"" + name.path() + "\" in "
                                + location.end().source() + ":" + location.end().line(),
                        location.at());
            }
        }
        level.children().forEach(EndChecks::locations);
    }

    private static void unknownVariables(Scope scope) {
        for (Map.Entry<String, Origin> used : scope.registry().used().entrySet()) {
            if (!scope.registry().knows(used.getKey())) {
                nowhere(scope, "unknown \"" + used.getKey() + "\" variable", used.getValue());
            }
        }
    }

    private static void nowhere(Scope scope, String text, Origin at) {
        scope.messages().add(Message.emerg(text, Origin.NONE, at));
    }
}
