package dev.sekisho.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Address;
import dev.sekisho.model.Upstream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetRegistryTest {

    private final Loops loops = new Loops(Transport.select("nio"), 1);
    private final TargetRegistry registry = new TargetRegistry(loops, HealthEvents.NONE);
    private final UpstreamService service = new UpstreamService(upstream(), Optional.empty(), BreakerEvents.NONE, 1);

    @AfterEach
    void close() {
        loops.close();
    }

    private static Upstream upstream() {
        String yaml = "upstreams: [ { name: a, targets: [ { address: \"a.test:80\" } ] } ]";
        return new YamlDialect(Map.of(), SecretSource.system())
                .compile(List.of(new Document("a.yaml", yaml)))
                .model()
                .upstreams()
                .getFirst();
    }

    private static Endpoint at(int last) {
        InetSocketAddress where = new InetSocketAddress("127.0.0." + last, 80);
        return new Endpoint(new Address("a.test", 80), where, 1, false, false, Map.of());
    }

    /** A name whose addresses rotate made the registry grow until the next reload. */
    @Test
    void addressesThatANameNoLongerStandsForAreLetGo() {
        for (int i = 1; i < 200; i++) {
            registry.found(service, List.of(at(i), at(i + 1)), false, true);
        }
        assertThat(registry.all()).hasSize(2).containsExactlyInAnyOrderElementsOf(service.targets());
    }

    @Test
    void whatStaysKeepsItsState() {
        registry.found(service, List.of(at(1), at(2)), false, true);
        TargetState kept = service.targets().get(1);
        registry.found(service, List.of(at(2), at(3)), false, true);
        assertThat(service.targets().getFirst()).isSameAs(kept);
    }

    @Test
    void nothingIsLetGoWhileAnotherConfigurationIsPrepared() {
        registry.found(service, List.of(at(1)), false, true);
        registry.found(service, List.of(at(2)), false, false);
        assertThat(registry.all()).hasSize(2);
    }
}
