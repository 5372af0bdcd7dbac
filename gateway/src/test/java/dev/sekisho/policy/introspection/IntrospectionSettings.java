package dev.sekisho.policy.introspection;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Policies of settings as users write them, with a clock and an endpoint that a test drives. */
final class IntrospectionSettings implements PolicyServices {

    static final String ENDPOINT = "https://id.example.com/introspect";
    static final String SECRET = "a secret that nobody must see, long enough for HS512: 0123456789abcdef";

    final List<Fetcher.Ask> asked = new CopyOnWriteArrayList<>();
    volatile Instant now = Instant.parse("2027-01-01T00:00:00Z");
    volatile int status = 200;
    volatile String answer = "{\"active\":true,\"sub\":\"u1\"}";
    private final Map<Object, Object> states = new HashMap<>();

    /** A policy with these settings behind endpoint and client. */
    Policy policy(String more) {
        return policy("endpoint: \"" + ENDPOINT + "\", client: { id: gw, secret: \"${env:S}\" }", more, "[]");
    }

    /** A policy with these settings, and consumers in YAML. */
    Policy policy(String first, String more, String consumers) {
        Model model = model("{ " + first + (more.isEmpty() ? "" : ", " + more) + " }", consumers);
        PolicyContext context = new PolicyContext(Consumers.of(model.consumers(), model.plans()), this);
        IntrospectionConfig config =
                (IntrospectionConfig) model.policies().getFirst().config();
        return new Introspection(Runnable::run).create(config, context);
    }

    static Model model(String settings, String consumers) {
        String yaml = "consumers: " + consumers + "\npolicies: [ { introspection: " + settings + " } ]\n"
                + "listeners: [ { name: http, address: \"127.0.0.1:0\" } ]\n"
                + "routes: [ { name: all, match: { path: /* }, to: { respond: { body: ok } } } ]\n";
        Compilation compiled = new YamlDialect(Policies.configTypes(), new SecretSource() {
                    @Override
                    public Optional<String> env(String name) {
                        return Optional.of(SECRET);
                    }

                    @Override
                    public String file(String path) throws IOException {
                        throw new IOException(path);
                    }
                })
                .compile(List.of(new Document("sekisho.yaml", yaml)));
        if (compiled.model().policies().isEmpty()) {
            throw new IllegalArgumentException(compiled.diagnostics().toString());
        }
        return compiled.model();
    }

    /** The body of the last request. */
    String body() {
        return new String(asked.getLast().body(), StandardCharsets.US_ASCII);
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public Fetcher fetcher() {
        return ask -> {
            asked.add(ask);
            return CompletableFuture.completedFuture(
                    new Fetcher.Answer(status, Map.of(), answer.getBytes(StandardCharsets.UTF_8)));
        };
    }

    @Override
    public KeyValueStore open(Store store) {
        return KeyValueStore.OFFLINE;
    }

    @Override
    public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        return kind.cast(states.computeIfAbsent(List.of(kind, key), any -> first.get()));
    }
}
