package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.PluginContext;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.dialect.kong.entity.PluginTranslator;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.model.Consumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plugins, translated, and which of them run where. Belongs to one compilation. */
final class Scopes {

    private static final String ANONYMOUS = "anonymous";

    private final Graph graph;
    private final Report report;
    private final List<Active> active = new ArrayList<>();
    private final Set<Entity> partly = new LinkedHashSet<>();

    /** A plugin that is on, and what it became. */
    record Active(PluginEntry entry, Bound bound, Translated translated) {

        String name() {
            return entry.name();
        }

        boolean isForEverybody() {
            return bound.consumer().isEmpty() && bound.group().isEmpty();
        }
    }

    Scopes(Graph graph, List<Consumer> consumers, PluginTranslator translator, Report report) {
        this.graph = graph;
        this.report = report;
        List<Bound> on = graph.plugins().stream().filter(this::isOn).toList();
        List<PluginEntry> entries = on.stream().map(this::entry).toList();
        PluginContext context = new PluginContext(consumers, entries, graph.references());
        for (int i = 0; i < on.size(); i++) {
            Translated translated = translator.translate(entries.get(i), context);
            report.addAll(translated.diagnostics());
            active.add(new Active(entries.get(i), on.get(i), translated));
        }
        duplicates();
    }

    List<Active> active() {
        return active;
    }

    /** The plugins that a route's requests may meet, whoever sends them, in the order of the files. */
    List<Active> on(Entity route, Optional<Entity> service) {
        return active.stream()
                .filter(plugin -> isWithin(plugin.bound().route(), Optional.of(route)))
                .filter(plugin -> isWithin(plugin.bound().service(), service))
                .filter(plugin -> speaks(plugin, route))
                .toList();
    }

    private static boolean isWithin(Optional<Entity> bound, Optional<Entity> here) {
        return bound.isEmpty() || bound.equals(here);
    }

    private boolean speaks(Active plugin, Entity route) {
        List<String> protocols = plugin.entry().protocols();
        List<String> those = route.texts("protocols");
        boolean speaks = protocols.isEmpty() || those.stream().anyMatch(protocols::contains);
        if (speaks
                && !protocols.isEmpty()
                && !protocols.containsAll(those)
                && partly.add(plugin.bound().plugin())) {
            String message =
                    "plugin " + Shown.text(plugin.name()) + ": protocols " + protocols + ", but it runs on requests of "
                            + those + " of route " + graph.names().of(route);
            String fix = "write a route for the other protocols, and bind the plugin to this one";
            report.add(Kinds.DIFFERS, plugin.entry().origin(), message, fix);
        }
        return speaks;
    }

    /** Of each plugin the most specific of these that is meant for nobody in particular. */
    static List<Active> forEverybody(List<Active> plugins) {
        return mostSpecific(plugins.stream().filter(Active::isForEverybody).toList());
    }

    /** Of each plugin the most specific of these for that consumer, who is in the groups. */
    static List<Active> forConsumer(List<Active> plugins, Entity consumer, Set<Entity> groups) {
        return mostSpecific(plugins.stream()
                .filter(plugin -> isWithin(plugin.bound().consumer(), Optional.of(consumer)))
                .filter(plugin -> plugin.bound()
                        .group()
                        .filter(group -> !groups.contains(group))
                        .isEmpty())
                .toList());
    }

    /** Of each plugin the most specific of these for members of that group. */
    static List<Active> forGroup(List<Active> plugins, Entity group) {
        return mostSpecific(plugins.stream()
                .filter(plugin -> plugin.bound().consumer().isEmpty())
                .filter(plugin -> isWithin(plugin.bound().group(), Optional.of(group)))
                .toList());
    }

    /** In the order in which the names come first. */
    private static List<Active> mostSpecific(List<Active> plugins) {
        Map<String, Active> best = new java.util.LinkedHashMap<>();
        for (Active plugin : plugins) {
            best.merge(
                    plugin.name(),
                    plugin,
                    (a, b) -> b.entry().precedence() > a.entry().precedence() ? b : a);
        }
        return List.copyOf(best.values());
    }

    /** The groups of a consumer. */
    Set<Entity> groupsOf(Entity consumer) {
        Set<Entity> groups = new LinkedHashSet<>();
        graph.memberships().stream()
                .filter(m -> m.owner().filter(owner -> owner == consumer).isPresent())
                .forEach(m -> groups.add(m.entity()));
        return groups;
    }

    private boolean isOn(Bound bound) {
        boolean on = bound.plugin().truth("enabled");
        if (!on) {
            String message = "plugin " + Shown.text(bound.plugin().text("name").orElse("")) + ": enabled: false";
            report.add(Kinds.DISABLED, bound.plugin().at("enabled"), message, "");
        }
        return on && bound.plugin().given("name");
    }

    private PluginEntry entry(Bound bound) {
        Entity plugin = bound.plugin();
        return new PluginEntry(
                plugin.text("name").orElse(""),
                plugin.text("instance_name"),
                true,
                named(config(plugin)),
                bound.service().map(graph.names()::of),
                bound.route().map(graph.names()::of),
                bound.consumer().map(graph.names()::of),
                bound.group().flatMap(group -> group.text("name")).map(Consumers::groupName),
                plugin.texts("protocols"),
                plugin.at(),
                plugin.texts("tags"));
    }

    /** The settings with the name of a consumer in place of its id. */
    private Node.Mapping named(Node.Mapping config) {
        if (!(config.get(ANONYMOUS).orElse(null) instanceof Node.Scalar scalar)) {
            return config;
        }
        Optional<Entity> consumer = graph.names().find("consumer", scalar.text());
        List<Node.Entry> entries = config.entries().stream()
                .map(entry -> consumer.isPresent() && entry.key().text().equals(ANONYMOUS)
                        ? new Node.Entry(
                                entry.key(),
                                new Node.Scalar(
                                        graph.names().of(consumer.get()), false, scalar.line(), scalar.column()))
                        : entry)
                .toList();
        return new Node.Mapping(entries, config.line(), config.column());
    }

    /** Its settings over those of deck's {@code _plugin_configs} that it names. */
    private Node.Mapping config(Entity plugin) {
        Optional<Node> own = plugin.raw("config");
        Node.Mapping mapping =
                new Node.Mapping(List.of(), plugin.node().line(), plugin.node().column());
        if (own.isPresent() && own.get() instanceof Node.Mapping given) {
            mapping = given;
        } else if (own.isPresent()
                && !(own.get() instanceof Node.Sequence list && list.items().isEmpty())) {
            String message = "config: " + Shown.node(own.get()) + " (expected: a mapping)";
            report.add(ReaderKinds.TYPE, plugin.at("config"), message, "");
        }
        Optional<String> shared = plugin.text("_config");
        if (shared.isEmpty()) {
            return mapping;
        }
        Node.Mapping base = graph.pluginConfigs().get(shared.get());
        if (base == null) {
            String message = "_config: " + Shown.text(shared.get()) + " (expected: a key of _plugin_configs)";
            String fix = dev.sekisho.model.Nearest.fix(
                    shared.get(), graph.pluginConfigs().keySet());
            report.add(Kinds.REFERENCE, plugin.at("_config"), message, fix);
            return mapping;
        }
        Node.Mapping over = mapping;
        List<Node.Entry> entries = new ArrayList<>(over.entries());
        base.entries().stream()
                .filter(entry -> over.get(entry.key().text()).isEmpty())
                .forEach(entries::add);
        return new Node.Mapping(entries, over.line(), over.column());
    }

    /** Kong refuses a second plugin of one name that is bound to the same. */
    private void duplicates() {
        Map<List<Object>, Active> seen = new HashMap<>();
        for (Active plugin : active) {
            Bound bound = plugin.bound();
            Active first = seen.putIfAbsent(
                    List.of(plugin.name(), bound.service(), bound.route(), bound.consumer(), bound.group()), plugin);
            if (first != null) {
                String message =
                        "plugin " + Shown.text(plugin.name()) + " (expected: once for the same scope, but it stands at "
                                + first.entry().origin() + " too)";
                report.add(Kinds.DUPLICATE, plugin.entry().origin(), message, "keep one of them");
            }
        }
    }
}
