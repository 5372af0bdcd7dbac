package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.PluginContext;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.dialect.kong.entity.References;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.Origin;
import dev.sekisho.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates plugins of a text as they stand in Kong's files: a mapping with {@code plugins}, and names of {@code consumers}. */
public final class KongPlugins {

    private static final String SOURCE = "kong.yml";

    private final Node.Mapping root;
    private final List<PluginEntry> entries;
    private final PluginContext context;

    private KongPlugins(Node.Mapping root) {
        this.root = root;
        this.entries = items("plugins").stream().map(KongPlugins::entry).toList();
        List<Consumer> consumers =
                items("consumers").stream().map(name -> consumer(text(name))).toList();
        this.context =
                new PluginContext(consumers, entries, new References(name -> Optional.empty(), Map.of(), new Report()));
    }

    /** Those of a text. */
    public static KongPlugins of(String text) {
        List<Node> roots = NodeReader.read(text, 1, (line, column, code, message, fix) -> {
                    throw new IllegalArgumentException(line + ":" + column + ": " + message);
                })
                .roots();
        return new KongPlugins((Node.Mapping) roots.getFirst());
    }

    /** What each plugin becomes, in the order of the text. */
    public List<Translated> translated() {
        Plugins plugins = new Plugins(Policies.configTypes());
        return entries.stream().map(entry -> plugins.translate(entry, context)).toList();
    }

    /** The consumers. */
    public List<Consumer> consumers() {
        return context.consumers();
    }

    private List<Node> items(String key) {
        return root.get(key).map(node -> ((Node.Sequence) node).items()).orElse(List.of());
    }

    private static PluginEntry entry(Node node) {
        Node.Mapping plugin = (Node.Mapping) node;
        return new PluginEntry(
                named(plugin, "name").orElseThrow(),
                Optional.empty(),
                true,
                plugin.get("config").map(Node.Mapping.class::cast).orElse(new Node.Mapping(List.of(), 0, 0)),
                named(plugin, "service"),
                named(plugin, "route"),
                named(plugin, "consumer"),
                named(plugin, "consumer_group"),
                List.of(),
                new Origin(SOURCE, node.line(), node.column()),
                List.of());
    }

    private static Optional<String> named(Node.Mapping plugin, String key) {
        return plugin.get(key).map(KongPlugins::text);
    }

    private static String text(Node node) {
        return ((Node.Scalar) node).text();
    }

    private static Consumer consumer(String name) {
        return new Consumer(
                name, List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), Origin.NONE);
    }
}
