package dev.sekisho.dataplane.identity;

import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.model.HmacLogin;
import dev.sekisho.model.JwtCredential;
import dev.sekisho.model.Plan;
import dev.sekisho.model.PlanQuota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The consumers of a configuration and what they may show; each policy makes of its kind of credential what finds it fast.
 * Immutable, thread-safe.
 */
public final class Consumers {

    /** None. */
    public static final Consumers NONE = new Consumers(List.of(), List.of());

    private final List<Consumer> all;
    private final List<Plan> plans;
    private final Set<String> planNames;
    private final Map<String, KnownConsumer> names = new HashMap<>();

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
        this.planNames = plans.stream().map(Plan::name).collect(Collectors.toUnmodifiableSet());
        all.forEach(consumer -> names.put(consumer.name(), KnownConsumer.of(consumer)));
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

    /** Whether there is a plan of that name. */
    public boolean hasPlan(String name) {
        return planNames.contains(name);
    }

    /** The quotas of plans, by the names of the plans that have one. */
    public Map<String, PlanQuota> quotas() {
        Map<String, PlanQuota> quotas = new HashMap<>();
        plans.forEach(plan -> plan.quota().ifPresent(quota -> quotas.put(plan.name(), quota)));
        return Map.copyOf(quotas);
    }

    /** All API keys with whose they are, those of one consumer in the order of the configuration. */
    public List<Holder<ApiKey>> apiKeys() {
        return held(Consumer::keys);
    }

    /** All logins for HTTP basic authentication with whose they are. */
    public List<Holder<BasicLogin>> basicLogins() {
        return held(Consumer::basic);
    }

    /** All logins for signed requests with whose they are. */
    public List<Holder<HmacLogin>> hmacLogins() {
        return held(Consumer::hmac);
    }

    /** All credentials for tokens with whose they are. */
    public List<Holder<JwtCredential>> jwtCredentials() {
        return held(Consumer::jwt);
    }

    /** All names of certificates with whose they are. */
    public List<Holder<ConsumerCertificate>> certificates() {
        return held(Consumer::certificates);
    }

    private <C> List<Holder<C>> held(Function<Consumer, List<C>> credentials) {
        List<Holder<C>> held = new ArrayList<>();
        for (Consumer consumer : all) {
            KnownConsumer known = KnownConsumer.of(consumer);
            credentials.apply(consumer).forEach(credential -> held.add(new Holder<>(known, credential)));
        }
        return List.copyOf(held);
    }
}
