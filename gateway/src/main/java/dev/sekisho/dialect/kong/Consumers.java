package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.model.HmacLogin;
import dev.sekisho.model.JwtCredential;
import dev.sekisho.model.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Consumers with their credentials and groups. Belongs to one compilation. */
final class Consumers {

    private static final String TRUE = "true";

    private final Graph graph;
    private final Report report;
    private final boolean base64;
    private final Map<String, Map<Entity, List<Entity>>> byConsumer = new HashMap<>();
    private final Map<Entity, List<Entity>> groupsByConsumer;

    Consumers(Graph graph, Report report) {
        this.graph = graph;
        this.report = report;
        this.groupsByConsumer = byOwner(graph.memberships());
        this.base64 = graph.plugins().stream().map(Bound::plugin).anyMatch(Consumers::readsBase64);
    }

    private static Map<Entity, List<Entity>> byOwner(List<Owned> all) {
        Map<Entity, List<Entity>> byOwner = new HashMap<>();
        for (Owned owned : all) {
            owned.owner()
                    .ifPresent(owner -> byOwner.computeIfAbsent(owner, o -> new ArrayList<>())
                            .add(owned.entity()));
        }
        return byOwner;
    }

    private static boolean readsBase64(Entity plugin) {
        return plugin.text("name").filter("jwt"::equals).isPresent()
                && plugin.truth("enabled")
                && plugin.raw("config").orElse(null) instanceof Node.Mapping config
                && config.get("secret_is_base64").orElse(null) instanceof Node.Scalar value
                && value.text().equals(TRUE);
    }

    /** What a group of Kong's consumer groups is called among groups; so that it is none of the groups of ACLs. */
    static String groupName(String name) {
        return "consumer-group:" + name;
    }

    List<Consumer> all() {
        graph.credentials().getOrDefault("oauth2_credentials", List.of()).forEach(owned -> {
            String message =
                    "oauth2_credentials: the gateway gives no tokens out, so nothing could be signed in with them";
            String fix = "let an identity provider give tokens out, and check them by the policy jwt or introspection";
            report.add(Kinds.REFUSED, owned.entity().at(), message, fix);
        });
        return graph.consumers().stream().map(this::consumer).toList();
    }

    private Consumer consumer(Entity consumer) {
        return new Consumer(
                graph.names().of(consumer),
                consumer.text("id").filter(id -> !id.isEmpty()),
                consumer.text("custom_id").filter(id -> !id.isEmpty()),
                groups(consumer),
                Optional.empty(),
                of("keyauth_credentials", consumer, this::key),
                of("basicauth_credentials", consumer, this::basic),
                of("hmacauth_credentials", consumer, this::hmac),
                of("jwt_secrets", consumer, this::jwt),
                of("mtls_auth_credentials", consumer, this::certificate),
                consumer.at());
    }

    private List<String> groups(Entity consumer) {
        Set<String> groups = new LinkedHashSet<>(of("acls", consumer, acl -> acl.text("group")));
        for (Entity group : groupsByConsumer.getOrDefault(consumer, List.of())) {
            group.text("name").map(Consumers::groupName).ifPresent(groups::add);
        }
        return List.copyOf(groups);
    }

    private <T> List<T> of(String kind, Entity consumer, Function<Entity, Optional<T>> read) {
        Map<Entity, List<Entity>> held = byConsumer.computeIfAbsent(
                kind, k -> byOwner(graph.credentials().getOrDefault(k, List.of())));
        return held.getOrDefault(consumer, List.of()).stream()
                .flatMap(credential -> read.apply(credential).stream())
                .toList();
    }

    private Optional<ApiKey> key(Entity key) {
        return secret(key, "key").map(secret -> new ApiKey(Optional.of(secret), Optional.empty(), Optional.empty()));
    }

    private Optional<BasicLogin> basic(Entity login) {
        return given(login, "password")
                .flatMap(password -> login.text("username").map(name -> new BasicLogin(name, password)));
    }

    private Optional<HmacLogin> hmac(Entity login) {
        return given(login, "secret")
                .flatMap(secret -> login.text("username").map(name -> new HmacLogin(name, secret)));
    }

    private Optional<JwtCredential> jwt(Entity credential) {
        String algorithm = credential.text("algorithm").orElse("HS256");
        boolean shared = algorithm.startsWith("HS");
        Optional<Secret> material = given(credential, shared ? "secret" : "rsa_public_key");
        Optional<Secret> key = given(credential, "key");
        if (material.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JwtCredential(
                key.get().reveal(),
                algorithm,
                shared ? material : Optional.empty(),
                shared && base64,
                shared ? Optional.empty() : material.map(Secret::reveal)));
    }

    private Optional<ConsumerCertificate> certificate(Entity credential) {
        if (credential.given("ca_certificate")) {
            String message = "ca_certificate: the name counts whatever authority of the listener has signed";
            report.add(
                    Kinds.DIFFERS,
                    credential.at("ca_certificate"),
                    message,
                    "let the listener trust that authority alone");
        }
        return credential
                .text("subject_name")
                .map(name -> new ConsumerCertificate(Optional.empty(), Optional.of(name), Optional.empty()));
    }

    /** A field that Kong would make up where it is missing; nobody would know it then. */
    private Optional<Secret> given(Entity credential, String field) {
        Optional<Secret> secret = secret(credential, field);
        if (secret.isEmpty()) {
            String message =
                    field + " is missing (expected: a " + credential.schema().label() + " with it)";
            report.add(
                    ReaderKinds.MISSING,
                    credential.at(),
                    message,
                    "write it, since one that is made up is known to nobody");
        }
        return secret;
    }

    private Optional<Secret> secret(Entity entity, String field) {
        return entity.node()
                .get(field)
                .filter(node -> node instanceof Node.Scalar scalar && !scalar.isNull())
                .map(node -> graph.references().secret((Node.Scalar) node));
    }
}
