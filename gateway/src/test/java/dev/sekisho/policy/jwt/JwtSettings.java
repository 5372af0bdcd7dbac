package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Policies of settings as users write them, with a clock and issuers that a test drives. */
final class JwtSettings implements PolicyServices {

    final List<Fetcher.Ask> asked = new ArrayList<>();
    Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final Map<Object, Object> states = new HashMap<>();

    /** A policy of settings in YAML, and of consumers in YAML; the text RSA stands for the set with the first key. */
    Policy policy(String settings, String consumers) {
        Model model = model(settings, consumers);
        PolicySpec spec = model.policies().getFirst();
        return Policies.create(spec, new PolicyContext(Consumers.of(model.consumers(), model.plans()), this));
    }

    /** The same without consumers. */
    Policy policy(String settings) {
        return policy(settings, "[]");
    }

    static Model model(String settings, String consumers) {
        String set = SignedTokens.jwks(SignedTokens.RSA);
        String yaml = "consumers: " + consumers + "\npolicies: [ { jwt: " + settings.replace("RSA_SET", "'" + set + "'")
                + " } ]\n" + "listeners: [ { name: http, address: \"127.0.0.1:0\" } ]\n"
                + "routes: [ { name: all, match: { path: /* }, to: { respond: { body: ok } } } ]\n";
        Compilation compiled = new YamlDialect(Policies.configTypes(), new SecretSource() {
                    @Override
                    public Optional<String> env(String name) {
                        return Optional.of(SignedTokens.SECRET);
                    }

                    @Override
                    public String file(String path) throws IOException {
                        return set;
                    }
                })
                .compile(List.of(new Document("sekisho.yaml", yaml)));
        if (compiled.model().policies().isEmpty()) {
            throw new IllegalArgumentException(compiled.diagnostics().toString());
        }
        return compiled.model();
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public Fetcher fetcher() {
        return ask -> {
            asked.add(ask);
            return Fetcher.OFFLINE.fetch(ask);
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
