package dev.sekisho.dataplane.identity;

import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.HmacLogin;
import dev.sekisho.model.JwtCredential;
import dev.sekisho.model.Plan;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The consumers of a configuration, found by what they show. API keys are found by their hash, so that neither the time that
 * it takes nor a dump of memory tells more than the hash does. Immutable, thread-safe.
 */
public final class Consumers {

    /** None. */
    public static final Consumers NONE = new Consumers(List.of(), List.of());

    private final List<Consumer> all;
    private final List<Plan> plans;
    private final Map<String, KnownConsumer> names = new HashMap<>();
    private final Map<String, Holder<ApiKey>> keys = new LinkedHashMap<>(); // by SHA-256, hexadecimal in lower case
    private final Map<String, Holder<BasicLogin>> logins = new HashMap<>();
    private final Map<String, Holder<HmacLogin>> signers = new HashMap<>();
    private final Map<String, Holder<JwtCredential>> issuers = new HashMap<>();

    /**
     * A credential and whose it is.
     *
     * @param consumer the consumer
     * @param credential one of its credentials
     */
    public record Holder<C>(KnownConsumer consumer, C credential) {}

    private Consumers(List<Consumer> all, List<Plan> plans) {
        this.all = all;
        this.plans = plans;
        for (Consumer consumer : all) {
            KnownConsumer known = KnownConsumer.of(consumer);
            names.put(known.name(), known);
            consumer.keys().forEach(key -> keys.putIfAbsent(key.hash(), new Holder<>(known, key)));
            consumer.basic().forEach(login -> logins.putIfAbsent(login.username(), new Holder<>(known, login)));
            consumer.hmac().forEach(login -> signers.putIfAbsent(login.username(), new Holder<>(known, login)));
            consumer.jwt().forEach(jwt -> issuers.putIfAbsent(jwt.key(), new Holder<>(known, jwt)));
        }
    }

    /** Those of a model. */
    public static Consumers of(List<Consumer> consumers, List<Plan> plans) {
        return consumers.isEmpty() && plans.isEmpty() ? NONE : new Consumers(consumers, plans);
    }

    /** Whether they are made from these. */
    public boolean isOf(List<Consumer> consumers, List<Plan> of) {
        return all.equals(consumers) && plans.equals(of);
    }

    /** By name. */
    public Optional<KnownConsumer> named(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** Whose API key has that SHA-256. */
    public Optional<Holder<ApiKey>> byKeyHash(byte[] sha256) {
        return Optional.ofNullable(keys.get(HexFormat.of().formatHex(sha256)));
    }

    /** All API keys with whose they are, those of one consumer in the order of the configuration. */
    public List<Holder<ApiKey>> apiKeys() {
        return List.copyOf(keys.values());
    }

    /** All logins for HTTP basic authentication with whose they are. */
    public List<Holder<BasicLogin>> basicLogins() {
        return List.copyOf(logins.values());
    }

    /** Whose user name for HTTP basic authentication that is. */
    public Optional<Holder<BasicLogin>> byBasicName(String username) {
        return Optional.ofNullable(logins.get(username));
    }

    /** Whose user name for signed requests that is. */
    public Optional<Holder<HmacLogin>> byHmacName(String username) {
        return Optional.ofNullable(signers.get(username));
    }

    /** All credentials for tokens with whose they are. */
    public List<Holder<JwtCredential>> jwtCredentials() {
        return List.copyOf(issuers.values());
    }

    /** Whose tokens bear that key, the {@code iss} claim unless a policy says otherwise. */
    public Optional<Holder<JwtCredential>> byJwtKey(String key) {
        return Optional.ofNullable(issuers.get(key));
    }
}
