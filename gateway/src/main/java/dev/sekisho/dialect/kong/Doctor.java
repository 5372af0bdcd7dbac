package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a file says and Kong takes, but what never comes about: credentials that no plugin reads, plugins that no credential
 * satisfies, plugins of consumers that are never known. Belongs to one compilation.
 */
final class Doctor {

    /** Kinds of credentials, each with the plugin that reads it. */
    private static final Map<String, String> READERS = readers();

    private final Graph graph;
    private final Report report;
    private final Set<String> on = new LinkedHashSet<>();

    Doctor(Graph graph, Report report) {
        this.graph = graph;
        this.report = report;
        for (Bound bound : graph.plugins()) {
            if (bound.plugin().truth("enabled")) {
                bound.plugin().text("name").ifPresent(on::add);
            }
        }
    }

    private static Map<String, String> readers() {
        Map<String, String> readers = new LinkedHashMap<>();
        readers.put("keyauth_credentials", "key-auth");
        readers.put("jwt_secrets", "jwt");
        readers.put("basicauth_credentials", "basic-auth");
        readers.put("hmacauth_credentials", "hmac-auth");
        readers.put("mtls_auth_credentials", "mtls-auth");
        return readers;
    }

    void look() {
        READERS.forEach((kind, plugin) -> {
            List<Owned> credentials = graph.credentials().getOrDefault(kind, List.of());
            if (!credentials.isEmpty() && !on.contains(plugin)) {
                unread(kind, plugin, credentials.getFirst().entity());
            } else if (credentials.isEmpty() && on.contains(plugin)) {
                first(plugin).ifPresent(entity -> locked(kind, plugin, entity));
            }
        });
        strangers();
        graph.routes().forEach(this::preflights);
    }

    /** Where the plugin cors is on, but preflights find another route or none, since they are OPTIONS without the fields of the request. */
    private void preflights(Owned owned) {
        Entity route = owned.entity();
        List<String> methods = route.texts("methods");
        boolean methodsMiss = !methods.isEmpty() && !methods.contains("OPTIONS");
        if (!methodsMiss && route.map("headers").isEmpty()
                || graph.plugins().stream().noneMatch(bound -> isCors(bound, owned))) {
            return;
        }
        String field = methodsMiss ? "methods" : "headers";
        String message =
                "route " + graph.names().of(route) + ": the plugin cors never sees a preflight here (expected: "
                        + (methodsMiss ? "OPTIONS among methods" : "no headers, which preflights do not bear") + ")";
        String fix = methodsMiss
                ? "add OPTIONS to methods"
                : "add a route without headers, with methods: [OPTIONS] and the same paths";
        report.add(Kinds.PREFLIGHT, route.at(field), message, fix);
    }

    private static boolean isCors(Bound bound, Owned route) {
        return bound.plugin().truth("enabled")
                && bound.plugin().text("name").filter("cors"::equals).isPresent()
                && (bound.route().isEmpty() || bound.route().get() == route.entity())
                && (bound.service().isEmpty() || bound.service().equals(route.owner()));
    }

    private void unread(String kind, String plugin, Entity credential) {
        String message = kind + ": no plugin " + plugin + " is on, so no consumer is known by them";
        String fix = "add the plugin " + plugin + " to a service, a route or all, or remove them";
        report.add(Kinds.UNREAD, credential.at(), message, fix);
    }

    private void locked(String kind, String plugin, Entity entity) {
        String message =
                "plugin " + plugin + ": no consumer has " + kind + ", so every request is refused that it asks";
        report.add(Kinds.LOCKED, entity.at(), message, "give a consumer " + kind + ", or remove the plugin");
    }

    private Optional<Entity> first(String plugin) {
        return graph.plugins().stream()
                .map(Bound::plugin)
                .filter(entity -> entity.truth("enabled"))
                .filter(entity -> entity.text("name").filter(plugin::equals).isPresent())
                .filter(entity -> !hasAnonymous(entity))
                .findFirst();
    }

    private static boolean hasAnonymous(Entity plugin) {
        return plugin.raw("config")
                .filter(Node.Mapping.class::isInstance)
                .flatMap(config -> ((Node.Mapping) config).get("anonymous"))
                .filter(node -> !(node instanceof Node.Scalar scalar && scalar.isNull()))
                .isPresent();
    }

    /** Consumers with plugins of their own whom no plugin can get to know. */
    private void strangers() {
        Set<Entity> known = new LinkedHashSet<>();
        READERS.forEach((kind, plugin) -> {
            if (on.contains(plugin)) {
                graph.credentials()
                        .getOrDefault(kind, List.of())
                        .forEach(owned -> owned.owner().ifPresent(known::add));
            }
        });
        Set<Entity> told = new LinkedHashSet<>();
        for (Bound bound : graph.plugins()) {
            Optional<Entity> consumer = bound.consumer().filter(c -> !known.contains(c));
            if (consumer.isPresent()
                    && bound.plugin().truth("enabled")
                    && told.add(consumer.get())
                    && !isAnonymous(consumer.get())) {
                String name = bound.plugin().text("name").orElse("");
                String message =
                        "plugin " + name + " of consumer " + graph.names().of(consumer.get())
                                + ": it never runs, since no plugin that is on finds out that it is this consumer";
                String fix = "turn on the plugin that reads its credentials, or give it credentials";
                report.add(Kinds.NEVER_KNOWN, bound.plugin().at(), message, fix);
            }
        }
    }

    /** Whether a plugin takes clients without credentials for this consumer. */
    private boolean isAnonymous(Entity consumer) {
        return graph.plugins().stream()
                .map(Bound::plugin)
                .filter(plugin -> plugin.truth("enabled"))
                .flatMap(plugin -> plugin.raw("config").stream())
                .filter(Node.Mapping.class::isInstance)
                .flatMap(config -> ((Node.Mapping) config).get("anonymous").stream())
                .anyMatch(node -> node instanceof Node.Scalar scalar
                        && graph.names()
                                .find("consumer", scalar.text())
                                .filter(c -> c == consumer)
                                .isPresent());
    }
}
