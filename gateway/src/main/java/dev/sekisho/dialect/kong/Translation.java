package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.PluginTranslator;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Route;
import dev.sekisho.model.Store;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.Telemetry;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.Upstream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the model of all entities. Belongs to one compilation. */
final class Translation {

    private final Graph graph;
    private final PluginTranslator plugins;
    private final boolean form;
    private final Report report;

    /**
     * A translation.
     *
     * @param form whether answers have Kong's form
     */
    Translation(Graph graph, PluginTranslator plugins, boolean form, Report report) {
        this.graph = graph;
        this.plugins = plugins;
        this.form = form;
        this.report = report;
    }

    /**
     * The model.
     *
     * @param start the start of the first file, for findings about the whole
     */
    Model model(Origin start) {
        Certificates certificates = new Certificates(graph, report);
        List<TlsCertificate> shown = certificates.forClients();
        Upstreams upstreams = new Upstreams(graph, certificates, report);
        Map<Entity, Service> services = services(upstreams, certificates);
        List<Consumer> consumers = new Consumers(graph, report).all();
        Scopes scopes = new Scopes(graph, consumers, plugins, report);
        RoutePolicies policies = new RoutePolicies(graph, scopes);
        KongForm kong = new KongForm(form, policies);
        List<Route> routes = new ArrayList<>(new Routes(graph, upstreams, services, policies, kong, report).all());
        new Unmatched(policies, kong, start).among(routes).ifPresent(routes::add);
        List<StreamListener> streams = new Streams(graph, upstreams, services, shown, report).all();
        List<Upstream> all = new ArrayList<>(upstreams.all());
        Set<Upstream> further = new LinkedHashSet<>();
        Set<Store> stores = new LinkedHashSet<>();
        Telemetry telemetry = Telemetry.DEFAULT;
        for (Scopes.Active plugin : scopes.active()) {
            further.addAll(plugin.translated().upstreams());
            stores.addAll(plugin.translated().stores());
            telemetry = plugin.translated().telemetry().apply(telemetry);
        }
        all.addAll(further);
        return new Model(
                listeners(shown, routes, streams, start),
                List.copyOf(all),
                List.copyOf(routes),
                streams,
                policies.all(),
                consumers,
                List.of(),
                List.copyOf(stores),
                List.of(),
                telemetry);
    }

    /** The services that are on and right, by their entities. */
    private Map<Entity, Service> services(Upstreams upstreams, Certificates certificates) {
        Set<Entity> used = new HashSet<>();
        graph.routes().forEach(route -> route.owner().ifPresent(used::add));
        Map<Entity, Service> services = new LinkedHashMap<>();
        for (Entity entity : graph.services()) {
            String name = graph.names().of(entity);
            Optional<Service> service = Service.of(entity, name, report);
            if (service.isEmpty()) {
                continue;
            }
            if (!entity.truth("enabled")) {
                report.add(Kinds.DISABLED, entity.at("enabled"), "service " + name + ": enabled: false", "");
                continue;
            }
            if (!used.contains(entity)) {
                report.add(
                        Kinds.UNREACHABLE,
                        entity.at(),
                        "service " + name + ": no route leads to it",
                        "add a route, or remove it");
            }
            services.put(entity, service.get());
            certificates.check(service.get());
            upstreams.named(service.get()).ifPresent(upstream -> told(service.get(), upstream));
        }
        return services;
    }

    private void told(Service service, Entity upstream) {
        Entity entity = service.entity();
        String message = "service " + service.name() + ": host " + service.host() + " is the upstream of that name ("
                + upstream.at() + "), so its targets serve, and port " + service.port() + " counts for nothing";
        String field = entity.given("url") ? "url" : "host";
        report.add(
                Kinds.HOST_IS_UPSTREAM, entity.at(field), message, "rename the upstream if the host itself is meant");
    }

    private List<Listener> listeners(
            List<TlsCertificate> shown, List<Route> routes, List<StreamListener> streams, Origin start) {
        if (routes.isEmpty() && !streams.isEmpty()) {
            return List.of();
        }
        if (!shown.isEmpty()) {
            return List.of(Parts.plain(), Parts.encrypted(Parts.tls(shown)));
        }
        graph.routes().stream()
                .map(Owned::entity)
                .filter(Routes::isForTlsAlone)
                .findFirst()
                .ifPresentOrElse(this::unreachable, () -> {
                    String message =
                            "no certificate with snis, so 0.0.0.0:8443 is not opened, where Kong would show one of its own";
                    report.add(Kinds.NO_CERTIFICATE, start, message, "");
                });
        return List.of(Parts.plain());
    }

    private void unreachable(Entity route) {
        String message = "route " + graph.names().of(route) + ": protocols " + route.texts("protocols")
                + ", but no certificate with snis to listen with (expected: one)";
        report.add(Kinds.NO_TLS, route.at("protocols"), message, "");
    }
}
