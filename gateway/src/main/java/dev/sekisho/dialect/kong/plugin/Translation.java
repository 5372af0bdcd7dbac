package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.PluginContext;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Route;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one use of a plugin becomes, while it is translated. Belongs to one thread. */
final class Translation {

    private static final Set<String> AUTHENTICATION = Set.of("jwt", "key-auth", "basic-auth", "hmac-auth");

    private final PluginEntry plugin;
    private final PluginContext context;
    private final Map<String, Class<? extends Record>> policyTypes;
    private final Told told;
    private final List<PolicySpec> policies = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();
    private UnaryOperator<Route> route = UnaryOperator.identity();

    /** Of a plugin, to policies of these types. */
    Translation(
            PluginEntry plugin, PluginContext context, Map<String, Class<? extends Record>> policyTypes, Told told) {
        this.plugin = plugin;
        this.context = context;
        this.policyTypes = policyTypes;
        this.told = told;
    }

    /** Adds a policy with these settings; what they do not name has its default. */
    void policy(String type, Map<String, ?> values) {
        Class<? extends Record> record = policyTypes.get(type);
        if (record == null) {
            throw new IllegalStateException("policy type " + type + " (expected: one of " + policyTypes.keySet() + ")");
        }
        try {
            Record config = SettingsMaker.make(record, values);
            policies.add(new PolicySpec(Optional.empty(), type, config, plugin.origin()));
        } catch (IllegalArgumentException e) {
            told.add(PluginKinds.VALUE, Shown.text(String.valueOf(e.getMessage())), "");
        }
    }

    /** Adds a store, for its name in settings. */
    String store(Store store) {
        stores.add(store);
        return store.name();
    }

    /** Changes each route that the plugin applies to; only for plugins that apply to all of its requests. */
    void route(UnaryOperator<Route> change) {
        UnaryOperator<Route> before = route;
        route = each -> change.apply(before.apply(each));
    }

    /** Whether it is bound to a consumer or a group, so that it applies to some requests of a route only. */
    boolean isOfSome() {
        return plugin.consumer().isPresent() || plugin.consumerGroup().isPresent();
    }

    /** Where the plugin is written. */
    Origin origin() {
        return plugin.origin();
    }

    /** A field with a value that does not work. */
    void wrong(Settings settings, String field, String found, String expected) {
        told.add(
                PluginKinds.VALUE,
                settings.at(field),
                settings.label(field) + ": " + Shown.text(found) + " (expected: " + expected + ")",
                "");
    }

    /** A field whose value cannot be honoured. */
    void refuse(Settings settings, String field, String why, String fix) {
        Node node = settings.at(field);
        String value = settings.isWritten(field) ? ": " + Shown.node(node) : "";
        told.add(PluginKinds.UNSUPPORTED, node, settings.label(field) + value + ": " + why, fix);
    }

    /** Something that is otherwise than in Kong. */
    void differs(Settings settings, String field, String what, String fix) {
        told.add(PluginKinds.DIFFERS, settings.at(field), settings.label(field) + ": " + what, fix);
    }

    /** Something about the plugin as a whole. */
    void tell(DiagnosticKind kind, String message, String fix) {
        told.add(kind, message, fix);
    }

    /** A text of the settings that is secret. */
    Optional<Secret> secret(Settings settings, String field) {
        return settings.text(field)
                .filter(text -> !text.isEmpty())
                .map(_ -> settings.at(field))
                .filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast)
                .map(context::secret);
    }

    /** A value of a mapping of the settings that is secret. */
    Optional<Secret> secret(Settings settings, String field, String key) {
        return settings.at(field) instanceof Node.Mapping mapping
                ? mapping.get(key)
                        .filter(Node.Scalar.class::isInstance)
                        .map(Node.Scalar.class::cast)
                        .map(context::secret)
                : Optional.empty();
    }

    /** Whether a plugin of the same name elsewhere has another value for a flag. */
    boolean isOtherwiseElsewhere(String field, boolean value) {
        return context.plugins().stream()
                .filter(other -> other.name().equals(plugin.name()))
                .flatMap(other -> other.config().get(field).stream())
                .anyMatch(node ->
                        node instanceof Node.Scalar scalar && scalar.text().equals(Boolean.toString(!value)));
    }

    /** The consumer that {@code anonymous} names; where there is none of that name, an error. */
    Optional<String> anonymous(Settings settings) {
        Optional<String> name = settings.text("anonymous").filter(text -> !text.isEmpty());
        name.filter(wanted ->
                        context.consumers().stream().noneMatch(c -> c.name().equals(wanted)))
                .ifPresent(missing -> wrong(settings, "anonymous", missing, "the username of a consumer"));
        return name;
    }

    /** Whether {@code anonymous} names anybody: Kong lets requests with wrong credentials pass as that consumer too. */
    static boolean hasAnonymous(Settings settings) {
        return settings.text("anonymous").filter(text -> !text.isEmpty()).isPresent();
    }

    /** What the plugin is bound to, so that what it counts is its own: Kong counts by service and route of a plugin. */
    String scope() {
        return Stream.of(
                        Optional.of("kong " + plugin.name()),
                        plugin.service().map(name -> "service " + name),
                        plugin.route().map(name -> "route " + name),
                        plugin.consumer().map(name -> "consumer " + name),
                        plugin.consumerGroup().map(name -> "consumer-group " + name))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    /** Whether any plugin finds out who a client is; where none does, there are addresses alone. */
    boolean knowsClients() {
        return context.plugins().stream().anyMatch(other -> AUTHENTICATION.contains(other.name()));
    }

    /** Whether it is bound to a group of consumers. */
    boolean isOfGroup() {
        return plugin.consumerGroup().isPresent();
    }

    /** All of it. */
    Translated translated() {
        return told.failed()
                ? Translated.none(told.found())
                : new Translated(
                        List.copyOf(policies), stores, List.of(), route, UnaryOperator.identity(), told.found());
    }
}
