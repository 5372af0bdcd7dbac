package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What becomes of places of a configuration. Upstreams are named {@code to-HOST}; a variable {@code $name} becomes the placeholder {@code
 * {name}}, so configurations of tests use those that are called alike. Every policy is made once, so that its settings work.
 */
final class Guarded {

    private final Report report = new Report();
    private final Server server;
    private final Translation in;
    private final List<Aspect> aspects;

    private Guarded(String http, Map<String, String> files) {
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put("nginx.conf", "events {}\nhttp {\n" + http + "\n}\n");
        ConfigTree tree = Case.tree(all);
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        NginxConfig config = ConfigReader.read(tree);
        server = config.http().servers().servers().getFirst();
        in = new Translation(
                config, new Case.Memory(all), Case.FOLDER, new Texts(config.http(), report), new Parts(), report);
        aspects = GuardAspects.of(new Guards(
                in,
                (place, pass) -> Optional.of("to-" + pass.host()),
                (place, text, at) -> text.replaceAll("\\$\\{?(\\w+)\\}?", "{$1}"),
                new Notes(report)));
    }

    /** Of what stands in {@code http}, its server being the first. */
    static Guarded http(String text) {
        return new Guarded(text, Map.of());
    }

    /** Of what stands in {@code http}, with files beside the configuration. */
    static Guarded http(String text, Map<String, String> files) {
        return new Guarded(text, files);
    }

    /** The route of the location for a path. */
    RouteDraft at(String path) {
        Location location = server.locations().find(path).location().orElseThrow();
        return draft(Optional.of(location), location.settings());
    }

    private RouteDraft draft(Optional<Location> location, Settings settings) {
        RouteDraft route = new RouteDraft();
        Place place = new Place(
                in, server, location, settings, "route", server.directive().at());
        aspects.forEach(aspect -> aspect.apply(place, route));
        specs(route).forEach(Guarded::make);
        return route;
    }

    /** The route of the server by itself. */
    RouteDraft itself() {
        return draft(Optional.empty(), server.settings());
    }

    private static void make(PolicySpec spec) {
        Map<String, SubrequestService> upstreams = Map.of(
                "to-auth",
                SubrequestService.UNASKED,
                "to-127.0.0.1:80",
                SubrequestService.UNASKED,
                "to-unix:/run/auth",
                SubrequestService.UNASKED);
        PolicyContext context = new PolicyContext(Consumers.NONE, List.of(), upstreams, PolicyServices.offline());
        assertThat(Policies.create(spec, context)).isNotNull();
        assertThat(Policies.describe(spec)).isNotEmpty();
    }

    private static List<PolicySpec> specs(RouteDraft route) {
        return route.policies().stream()
                .map(use -> ((PolicyUse.Inline) use).spec())
                .toList();
    }

    /** The types of a route's policies, but for the size of bodies, which there is one of nearly everywhere. */
    static List<String> types(RouteDraft route) {
        return specs(route).stream()
                .map(PolicySpec::type)
                .filter(type -> !type.endsWith("size-limit"))
                .toList();
    }

    /** Settings of a route's policy. */
    static <C extends Record> C config(RouteDraft route, String type, Class<C> config) {
        return specs(route).stream()
                .filter(spec -> spec.type().equals(type))
                .map(spec -> config.cast(spec.config()))
                .findFirst()
                .orElseThrow();
    }

    /** What was found, a line each: code and message. */
    String found() {
        return report.found().stream()
                .map(each -> each.code() + " " + each.message() + "\n")
                .collect(Collectors.joining());
    }
}
