package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.health.HealthRules;
import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Address;
import dev.sekisho.model.Health;
import dev.sekisho.model.ProxyHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs probes of a port on the loopback address. */
record Probes(
        ActiveHealth.Kind type,
        String host,
        Optional<String> service,
        boolean verify,
        Duration timeout,
        ProxyHeader ahead) {

    static final Duration PATIENCE = Duration.ofSeconds(20); // for probes that are to be answered

    static Probes of(ActiveHealth.Kind type) {
        return new Probes(type, "localhost", Optional.empty(), true, PATIENCE, ProxyHeader.OFF);
    }

    Probes service(String name) {
        return new Probes(type, host, Optional.of(name), verify, timeout, ahead);
    }

    Probes unverified() {
        return new Probes(type, host, service, false, timeout, ahead);
    }

    /** The host of the target, as the configuration has it. */
    Probes host(String name) {
        return new Probes(type, name, service, verify, timeout, ahead);
    }

    Probes within(Duration time) {
        return new Probes(type, host, service, verify, time, ahead);
    }

    /** With that header ahead of everything else. */
    Probes behind(ProxyHeader header) {
        return new Probes(type, host, service, verify, timeout, header);
    }

    ProbeResult run(int port) {
        ActiveHealth active = new ActiveHealth(
                type,
                "/health",
                Optional.empty(),
                service,
                verify,
                List.of(),
                timeout,
                new ActiveHealth.Healthy(Duration.ofSeconds(1), 1),
                new ActiveHealth.Unhealthy(Duration.ofSeconds(1), 1, 1, 1));
        HealthRules rules = HealthRules.of(new Health(Optional.of(active), Optional.empty(), Optional.empty(), 0));
        InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Probe(active, rules, new Address(host, port), where, ahead).run();
    }
}
