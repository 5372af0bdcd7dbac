package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Expect;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Names;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Upgrade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields that the upstream gets: {@code proxy_set_header}, {@code grpc_set_header} and what goes with them. */
final class UpstreamFields implements Aspect {

    private final Findings findings;

    UpstreamFields(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Pass.of(place.settings()).ifPresent(pass -> apply(place, pass, route));
    }

    private void apply(Place place, Pass pass, RouteDraft route) {
        List<Directive> written = place.settings().all(pass.isGrpc() ? "grpc_set_header" : "proxy_set_header");
        Fields fields = new Fields(place);
        written.forEach(fields::take);
        route.host(new UpstreamHost(place, pass, findings).of(written));
        route.policy(
                "request-headers",
                new RequestHeadersConfig(
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        fields.second,
                        Map.of(),
                        fields.first,
                        !pass.isGrpc() && !place.settings().isOn("proxy_pass_request_headers"),
                        names(place),
                        fields.upgrades && fields.connects ? Upgrade.KEEP : Upgrade.DROP,
                        Expect.ANSWER),
                place.at());
        version(place, pass);
    }

    /** Which names pass is said by the server, as nginx reads fields before it knows a location. */
    private Names names(Place place) {
        if (!place.server().settings().isOn("ignore_invalid_headers")) {
            return Names.ANY;
        }
        if (!place.server().settings().isOn("underscores_in_headers")) {
            return Names.HYPHENS;
        }
        place.server()
                .settings()
                .one("underscores_in_headers")
                .ifPresent(each -> findings.differs(
                        each,
                        "has fields with underscores in their names pass; a variable such as $http_a_b is still A-B alone",
                        "have clients send hyphens where variables are to know the field"));
        return Names.UNDERSCORES;
    }

    private void version(Place place, Pass pass) {
        place.settings()
                .one("proxy_http_version")
                .filter(each -> !pass.isGrpc() && each.arg(0).equals("1.0"))
                .ifPresent(each -> findings.differs(
                        each,
                        "is not done: upstreams are spoken to by HTTP/1.1, over connections that are kept",
                        "write proxy_http_version 1.1 where upstreams know it, which nearly all do"));
    }

    /** The fields of one place, sorted by what becomes of them. */
    private final class Fields {

        private final Place place;
        private final Map<String, String> first = new LinkedHashMap<>();
        private final Map<String, String> second = new LinkedHashMap<>();
        private final Map<String, Integer> seen = new LinkedHashMap<>();
        private boolean upgrades;
        private boolean connects;

        Fields(Place place) {
            this.place = place;
        }

        void take(Directive directive) {
            String name = directive.arg(0);
            String value = directive.arg(1);
            switch (Arguments.lower(name)) {
                case "host", "keep-alive", "proxy-connection", "expect" -> {} // Host is the rewrite's, others go anyway
                case "upgrade" -> upgrades = !value.isEmpty();
                case "connection" ->
                    connects = Arguments.isVariable(value)
                            || Arguments.lower(value).contains("upgrade");
                case "te" -> ofGateway(directive, value.isEmpty() || value.equals("$grpc_internal_trailers"));
                case "content-length" -> ofGateway(directive, value.isEmpty() || value.equals("$content_length"));
                case "transfer-encoding", "trailer", "http2-settings", "alt-used" ->
                    ofGateway(directive, value.isEmpty());
                default -> set(directive, name);
            }
        }

        private void ofGateway(Directive directive, boolean silent) {
            if (!silent) {
                findings.notHonoured(
                        directive,
                        "is not honoured: the gateway frames bodies and speaks for its connections itself",
                        "remove the directive");
            }
        }

        private void set(Directive directive, String name) {
            if (!Arguments.isName(name)) {
                findings.notHonoured(directive, "names no field (RFC 9110 section 5.1)", "remove the directive");
                return;
            }
            Arguments.requestField(place, directive, 1, findings).ifPresent(value -> {
                switch (seen.merge(Arguments.lower(name), 1, Integer::sum)) {
                    case 1 -> first.put(name, value);
                    case 2 -> second.put(name, value);
                    default ->
                        findings.notHonoured(
                                directive,
                                "is the third field of its name; two are sent at most",
                                "write the values as one, with commas between");
                }
            });
        }
    }
}
