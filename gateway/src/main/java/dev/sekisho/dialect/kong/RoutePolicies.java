package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.Scopes.Active;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.model.Audience;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policies of routes. Each becomes one of the top-level list, with a name that comes of its plugin, so that what it counts is counted
 * once for all routes that it applies to. Where a plugin is bound to a consumer or group, these get all policies of its types by
 * themselves, as variants with an audience: what takes the place of another, and what stays beside it. Belongs to one compilation.
 */
final class RoutePolicies {

    private final Graph graph;
    private final Scopes scopes;
    private final Map<Key, String> names = new HashMap<>();
    private final Map<Added, String> added = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<PolicySpec> policies = new ArrayList<>();

    /** A policy of a plugin for an audience; the plugin by identity of its entity. */
    private record Key(Entity plugin, int place, Audience audience) {}

    /** A policy of no plugin. */
    private record Added(String type, Record config, Audience audience) {}

    /** A policy that a plugin became. */
    private record Part(Active plugin, int place, PolicySpec spec) {}

    RoutePolicies(Graph graph, Scopes scopes) {
        this.graph = graph;
        this.scopes = scopes;
    }

    /** The policies of the top-level list that routes have asked for. */
    List<PolicySpec> all() {
        return List.copyOf(policies);
    }

    /** Those of a route. */
    List<PolicyUse> of(Entity route, Optional<Entity> service) {
        List<Active> plugins = scopes.on(route, service);
        List<Part> everybody = parts(Scopes.forEverybody(plugins));
        List<PolicyUse> uses = new ArrayList<>();
        Set<Entity> consumers = new LinkedHashSet<>();
        Set<Entity> groups = new LinkedHashSet<>();
        for (Active plugin : plugins) {
            plugin.bound().consumer().ifPresent(consumers::add);
            plugin.bound().group().ifPresent(groups::add);
        }
        for (Entity consumer : consumers) {
            Audience audience = new Audience(List.of(graph.names().of(consumer)), List.of(), List.of());
            List<Active> those = Scopes.forConsumer(plugins, consumer, scopes.groupsOf(consumer));
            variants(parts(those), everybody, audience, uses);
        }
        for (Entity group : groups) {
            String name = Consumers.groupName(group.text("name").orElse(""));
            Audience audience = new Audience(List.of(), List.of(name), List.of());
            variants(parts(Scopes.forGroup(plugins, group)), everybody, audience, uses);
        }
        everybody.forEach(part -> uses.add(use(part, Audience.ALL)));
        return List.copyOf(uses);
    }

    /** Those of plugins that are bound to nothing, of these types. */
    List<PolicyUse> ofEverything(Set<String> types) {
        List<Active> plugins = scopes.active().stream()
                .filter(Active::isForEverybody)
                .filter(plugin -> plugin.bound().route().isEmpty()
                        && plugin.bound().service().isEmpty())
                .toList();
        return parts(plugins).stream()
                .filter(part -> types.contains(part.spec().type()))
                .map(part -> use(part, Audience.ALL))
                .toList();
    }

    /** The policies of the top-level list that uses name. */
    List<PolicySpec> specs(List<PolicyUse> uses) {
        Set<String> named = new HashSet<>();
        uses.forEach(use -> {
            if (use instanceof PolicyUse.Named(String name, Origin _)) {
                named.add(name);
            }
        });
        return policies.stream()
                .filter(spec -> spec.name().filter(named::contains).isPresent())
                .toList();
    }

    /** A policy of no plugin, with that name where it is free; equal ones are one. */
    PolicyUse added(String name, String type, Record config, Audience audience, Origin origin) {
        String known = added.computeIfAbsent(new Added(type, config, audience), key -> {
            String made = Names.unique(name, taken);
            policies.add(new PolicySpec(Optional.of(made), type, config, audience, Origin.NONE));
            return made;
        });
        return new PolicyUse.Named(known, origin);
    }

    /** What else plugins change on a route. */
    List<Active> effects(Entity route, Optional<Entity> service) {
        return Scopes.forEverybody(scopes.on(route, service));
    }

    /** Adds, for types whose policies differ from everybody's, all that the audience gets. */
    private void variants(List<Part> own, List<Part> everybody, Audience audience, List<PolicyUse> uses) {
        Map<String, List<Part>> byType = byType(own);
        Map<String, List<Part>> usual = byType(everybody);
        byType.forEach((type, parts) -> {
            if (!same(parts, usual.getOrDefault(type, List.of()))) {
                parts.forEach(part -> uses.add(use(part, audience)));
            }
        });
    }

    private static boolean same(List<Part> a, List<Part> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            Part one = a.get(i);
            Part other = b.get(i);
            if (one.plugin().bound().plugin() != other.plugin().bound().plugin() || one.place() != other.place()) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, List<Part>> byType(List<Part> parts) {
        Map<String, List<Part>> byType = new LinkedHashMap<>();
        parts.forEach(part -> byType.computeIfAbsent(part.spec().type(), t -> new ArrayList<>())
                .add(part));
        return byType;
    }

    private static List<Part> parts(List<Active> plugins) {
        List<Part> parts = new ArrayList<>();
        for (Active plugin : plugins) {
            List<PolicySpec> specs = plugin.translated().policies();
            for (int i = 0; i < specs.size(); i++) {
                parts.add(new Part(plugin, i, specs.get(i)));
            }
        }
        return parts;
    }

    private PolicyUse use(Part part, Audience audience) {
        Active plugin = part.plugin();
        Origin origin = part.spec().origin();
        String name = names.computeIfAbsent(new Key(plugin.bound().plugin(), part.place(), audience), key -> {
            String base =
                    plugin.entry().instanceName().filter(n -> !n.isEmpty()).orElse(plugin.name());
            String made = Names.unique(base, taken);
            policies.add(new PolicySpec(
                    Optional.of(made), part.spec().type(), part.spec().config(), audience, origin));
            return made;
        });
        return new PolicyUse.Named(name, origin);
    }
}
