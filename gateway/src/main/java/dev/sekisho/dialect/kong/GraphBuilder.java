package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.Link;
import dev.sekisho.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the entities of all files together: nested ones beside flat ones, references to what they name. Belongs to one compilation. */
final class GraphBuilder {

    /** Kinds of credentials as files have them. */
    static final List<String> CREDENTIALS = List.of(
            "keyauth_credentials",
            "jwt_secrets",
            "basicauth_credentials",
            "hmacauth_credentials",
            "acls",
            "mtls_auth_credentials",
            "oauth2_credentials");

    private static final String SERVICE = "service";
    private static final String ROUTE = "route";
    private static final String UPSTREAM = "upstream";
    private static final String CONSUMER = "consumer";
    private static final String GROUP = "consumer group";
    private static final String CERTIFICATE = "certificate";

    private final Loader.Files files;
    private final Report report;
    private final Names names;
    private final List<Entity> services = new ArrayList<>();
    private final List<Owned> routes = new ArrayList<>();
    private final List<Entity> upstreams = new ArrayList<>();
    private final List<Owned> targets = new ArrayList<>();
    private final List<Bound> plugins = new ArrayList<>();
    private final List<Entity> consumers = new ArrayList<>();
    private final List<Entity> groups = new ArrayList<>();
    private final List<Owned> memberships = new ArrayList<>();
    private final Map<String, List<Owned>> credentials = new LinkedHashMap<>();
    private final List<Entity> certificates = new ArrayList<>();
    private final List<Owned> snis = new ArrayList<>();
    private final List<Entity> authorities = new ArrayList<>();
    private final Map<String, Node.Mapping> pluginConfigs = new LinkedHashMap<>();
    private boolean hashed;
    private boolean lost;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<Runnable> references = new ArrayList<>();

    private GraphBuilder(Loader.Files files, Report report) {
        this.files = files;
        this.report = report;
        this.names = new Names(report);
    }

    static Graph build(Loader.Files files, Report report) {
        GraphBuilder builder = new GraphBuilder(files, report);
        files.files().forEach(builder::file);
        builder.references.forEach(Runnable::run); // once all names are known
        return new Graph(
                builder.services,
                builder.routes,
                builder.upstreams,
                builder.targets,
                builder.plugins,
                builder.consumers,
                builder.groups,
                builder.memberships,
                builder.credentials,
                builder.certificates,
                builder.snis,
                builder.authorities,
                builder.names,
                builder.pluginConfigs,
                files.references());
    }

    private void file(Loader.File file) {
        Entity root = file.entity();
        hashed = !root.truth("_transform");
        root.entities("services").forEach(service -> service(service, file.legacy()));
        root.entities("routes").forEach(route -> route(route, Optional.empty(), file.legacy()));
        root.entities("upstreams").forEach(this::upstream);
        root.entities("targets").forEach(target -> target(target, Optional.empty()));
        root.entities("consumers").forEach(this::consumer);
        root.entities("consumer_groups").forEach(this::group);
        root.entities("consumer_group_consumers").forEach(this::membership);
        root.entities("plugins").forEach(plugin -> plugin(plugin, Optional.empty(), ""));
        CREDENTIALS.forEach(
                kind -> root.entities(kind).forEach(credential -> credential(kind, credential, Optional.empty())));
        root.entities("certificates").forEach(this::certificate);
        root.entities("snis").forEach(sni -> references.add(() -> sni(sni)));
        root.entities("ca_certificates").forEach(authority -> {
            names.add("CA certificate", authority);
            authorities.add(authority);
        });
        root.map("_plugin_configs").forEach((name, config) -> {
            if (config instanceof Node.Mapping mapping) {
                pluginConfigs.put(name, mapping);
            }
        });
    }

    private Entity withDefaults(String kind, Entity entity) {
        Entity defaults = files.defaults().get(kind);
        return defaults == null ? entity : entity.withDefaults(defaults);
    }

    private void service(Entity read, boolean legacy) {
        Entity service = withDefaults(SERVICE, read);
        names.add(SERVICE, service, "name");
        services.add(service);
        names.call(SERVICE, service, service.text("name"), "service-" + services.size());
        service.entities("routes").forEach(route -> route(route, Optional.of(service), legacy));
        service.entities("plugins").forEach(plugin -> plugin(plugin, Optional.of(service), SERVICE));
    }

    private void route(Entity read, Optional<Entity> service, boolean legacy) {
        Entity route = withDefaults(ROUTE, read);
        names.add(ROUTE, route, "name");
        int place = routes.size();
        routes.add(new Owned(route, service, legacy));
        String of = service.map(names::of).orElse("routes");
        int number = counts.merge(of, 1, Integer::sum);
        names.call(ROUTE, route, route.text("name"), of + ".route-" + number);
        route.entities("plugins").forEach(plugin -> plugin(plugin, Optional.of(route), ROUTE));
        if (service.isEmpty()) {
            references.add(() -> routes.set(place, new Owned(route, resolve(route, SERVICE, SERVICE), legacy)));
        }
    }

    private void upstream(Entity read) {
        Entity upstream = withDefaults(UPSTREAM, read);
        names.add(UPSTREAM, upstream, "name");
        upstreams.add(upstream);
        upstream.entities("targets").forEach(target -> target(target, Optional.of(upstream)));
    }

    private void target(Entity read, Optional<Entity> upstream) {
        Entity target = withDefaults("target", read);
        if (upstream.isPresent()) {
            targets.add(new Owned(target, upstream, false));
        } else {
            references.add(() -> targets.add(new Owned(target, required(target, UPSTREAM, UPSTREAM), false)));
        }
    }

    private void consumer(Entity consumer) {
        names.add(CONSUMER, consumer, "username", "custom_id");
        consumers.add(consumer);
        Optional<String> name =
                consumer.text("username").or(() -> consumer.text("custom_id")).or(() -> consumer.text("id"));
        if (name.isEmpty()) {
            String message = "consumer: neither username nor custom_id (expected: one of them)";
            report.add(Kinds.CONFLICT, consumer.at(), message, "add a username");
        }
        names.call(CONSUMER, consumer, name, "consumer-" + consumers.size());
        for (String kind : CREDENTIALS) {
            consumer.entities(kind).forEach(credential -> credential(kind, credential, Optional.of(consumer)));
        }
        consumer.entities("plugins").forEach(plugin -> plugin(plugin, Optional.of(consumer), CONSUMER));
        for (Object link : consumer.list("groups")) {
            references.add(() -> resolve((Link) link, GROUP)
                    .ifPresent(group -> memberships.add(new Owned(group, Optional.of(consumer), false))));
        }
    }

    private void group(Entity group) {
        names.add(GROUP, group, "name");
        groups.add(group);
        group.entities("plugins").forEach(plugin -> plugin(plugin, Optional.of(group), GROUP));
        for (Entity member : group.entities("consumers")) {
            references.add(() -> member.text("username")
                    .or(() -> member.text("name"))
                    .or(() -> member.text("id"))
                    .flatMap(key -> resolve(new Link(key, member.at()), CONSUMER))
                    .ifPresent(consumer -> memberships.add(new Owned(group, Optional.of(consumer), false))));
        }
    }

    private void membership(Entity pair) {
        references.add(() -> {
            Optional<Entity> consumer = required(pair, CONSUMER, CONSUMER);
            required(pair, "consumer_group", GROUP)
                    .filter(group -> consumer.isPresent())
                    .ifPresent(group -> memberships.add(new Owned(group, consumer, false)));
        });
    }

    private void credential(String kind, Entity credential, Optional<Entity> consumer) {
        if (hashed && kind.equals("basicauth_credentials")) {
            String message =
                    "basicauth_credentials: with _transform: false the password is a hash of Kong's own, which is not read";
            report.add(
                    Kinds.REFUSED, credential.at(), message, "write the passwords themselves, with _transform: true");
        }
        List<Owned> all = credentials.computeIfAbsent(kind, k -> new ArrayList<>());
        if (consumer.isPresent()) {
            all.add(new Owned(credential, consumer, false));
        } else {
            references.add(() -> all.add(new Owned(credential, required(credential, CONSUMER, CONSUMER), false)));
        }
    }

    private void certificate(Entity certificate) {
        names.add(CERTIFICATE, certificate);
        certificates.add(certificate);
    }

    private void sni(Entity sni) {
        snis.add(new Owned(sni, required(sni, CERTIFICATE, CERTIFICATE), false));
    }

    private void plugin(Entity plugin, Optional<Entity> owner, String kind) {
        references.add(() -> {
            lost = false;
            Bound bound = new Bound(
                    plugin,
                    bound(plugin, owner, kind, SERVICE, SERVICE),
                    bound(plugin, owner, kind, ROUTE, ROUTE),
                    bound(plugin, owner, kind, CONSUMER, CONSUMER),
                    bound(plugin, owner, kind, "consumer_group", GROUP));
            if (!lost) { // else it would be bound to less than it says
                plugins.add(bound);
            }
        });
    }

    private Optional<Entity> bound(Entity plugin, Optional<Entity> owner, String ownerKind, String field, String kind) {
        if (ownerKind.equals(kind)) {
            return owner;
        }
        Optional<Entity> found = resolve(plugin, field, kind);
        lost |= found.isEmpty()
                && plugin.node().get(field).filter(GraphBuilder::isThere).isPresent();
        return found;
    }

    private static boolean isThere(Node node) {
        return !(node instanceof Node.Scalar scalar && scalar.isNull());
    }

    private Optional<Entity> resolve(Entity entity, String field, String kind) {
        return entity.link(field).flatMap(link -> resolve(link, kind));
    }

    private Optional<Entity> resolve(Link link, String kind) {
        Optional<Entity> found = names.find(kind, link.key());
        if (found.isEmpty()) {
            String message = kind + ": " + Shown.text(link.key()) + " (expected: name or id of one in the files)";
            report.add(Kinds.REFERENCE, link.at(), message, Nearest.fix(link.key(), names.keys(kind)));
        }
        return found;
    }

    /** What an entity of the flat form belongs to. */
    private Optional<Entity> required(Entity entity, String field, String kind) {
        if (!entity.given(field)) {
            String message = field + " is missing (expected: name or id of the " + kind + " that it belongs to)";
            report.add(Kinds.REFERENCE, entity.at(), message, "add it, or write the entity below its " + kind);
        }
        return resolve(entity, field, kind);
    }
}
