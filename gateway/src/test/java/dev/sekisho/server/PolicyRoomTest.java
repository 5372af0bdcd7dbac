package dev.sekisho.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.server.shipping.LogRoom;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.PolicyCounters;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PolicyRoomTest {

    @Test
    void stateIsSharedByKindAndKey() {
        try (PolicyRoom room = new PolicyRoom(new PolicyCounters(new MetricsRegistry(1)), new LogRoom(1, Map.of()))) {
            AtomicInteger one = room.shared(AtomicInteger.class, "a", AtomicInteger::new);
            assertThat(room.shared(AtomicInteger.class, "a", AtomicInteger::new))
                    .isSameAs(one);
            assertThat(room.shared(AtomicInteger.class, "b", AtomicInteger::new))
                    .isNotSameAs(one);
            assertThat(room.shared(StringBuilder.class, "a", StringBuilder::new))
                    .isEmpty();
        }
    }

    @Test
    void stateThatNobodyHoldsGoes() {
        try (PolicyRoom room = new PolicyRoom(new PolicyCounters(new MetricsRegistry(1)), new LogRoom(1, Map.of()))) {
            room.shared(AtomicInteger.class, "a", () -> new AtomicInteger(7));
            AtomicInteger now = new AtomicInteger(7);
            for (int i = 0; i < 50 && now.get() == 7; i++) {
                System.gc();
                now = room.shared(AtomicInteger.class, "a", AtomicInteger::new);
            }
            assertThat(now).hasValue(0);
        }
    }

    private static Model model(int routes, String group) {
        StringBuilder yaml = new StringBuilder("""
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                plans: [ { name: gold } ]
                consumers:
                  - { name: shop, plan: gold, groups: [ %s ], keys: [ { sha256: %s } ] }
                routes:
                """.formatted(group, "ab".repeat(32)));
        for (int i = 0; i < routes; i++) {
            yaml.append("  - { name: r").append(i).append(", match: { path: /r").append(i);
            yaml.append(" }, policies: [ key-auth: {} ], to: { respond: { status: 200 } } }\n");
        }
        Compilation compiled = new YamlDialect(Policies.configTypes(), SecretSource.system())
                .compile(List.of(new Document("sekisho.yaml", yaml.toString())));
        assertThat(compiled.failed()).as(compiled.diagnostics().toString()).isFalse();
        return compiled.model();
    }

    /** Counts what is made to be shared. */
    private static final class Counting implements PolicyServices {
        private final PolicyServices services;
        private final AtomicInteger made = new AtomicInteger();

        Counting(PolicyServices services) {
            this.services = services;
        }

        @Override
        public InstantSource clock() {
            return services.clock();
        }

        @Override
        public Fetcher fetcher() {
            return services.fetcher();
        }

        @Override
        public KeyValueStore open(Store store) {
            return services.open(store);
        }

        @Override
        public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
            return services.shared(kind, key, () -> {
                made.incrementAndGet();
                return first.get();
            });
        }
    }

    private static SnapshotBuilder builder(PolicyServices services) {
        return new SnapshotBuilder(
                1, new PolicyChains(services), (telemetry, routes) -> ExchangeObserver.NONE, BreakerEvents.NONE);
    }

    /** A table of all keys for each of many routes would take memory and time without bound. */
    @Test
    void tenThousandRoutesHaveOneTableOfKeys() {
        try (PolicyRoom room = new PolicyRoom(new PolicyCounters(new MetricsRegistry(1)), new LogRoom(1, Map.of()))) {
            Counting counting = new Counting(room);
            SnapshotBuilder builder = builder(counting);
            Snapshot first = builder.build(model(10_000, "a"), Optional.empty());
            assertThat(counting.made).hasValue(1);
            Snapshot second = builder.build(model(10_001, "a"), Optional.of(first));
            assertThat(counting.made).as("the same consumers").hasValue(1);
            Snapshot third = builder.build(model(10_001, "b"), Optional.of(second));
            assertThat(counting.made).as("others").hasValue(2);
            assertThat(third.routes()).hasSize(10_001);
        }
    }

    /** So it was when {@code check} was given many routes and keys. */
    @Test
    void withoutServingTheyHaveOneTooAndStateGoesWithTheServices() {
        Counting counting = new Counting(PolicyServices.offline());
        builder(counting).build(model(1_000, "a"), Optional.empty());
        assertThat(counting.made).hasValue(1);
        assertThat(PolicyServices.offline().shared(AtomicInteger.class, "a", AtomicInteger::new))
                .isNotSameAs(PolicyServices.offline().shared(AtomicInteger.class, "a", AtomicInteger::new));
    }
}
