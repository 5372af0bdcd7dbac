package dev.sekisho.cli.test;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.socket.ListenerSocket;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.model.Address;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Target;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.Stage;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import dev.sekisho.snapshot.TargetRegistry;
import dev.sekisho.tls.TlsLoader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The data plane of a configuration with everybody beyond it played by this program: the listeners, router, policies, rewrites
 * and upstream calls that {@code run} would have, on ports of the loopback interface, with no other socket and no name looked up.
 * For one thread.
 */
final class Rehearsal implements AutoCloseable {

    private static final List<String> HTTP1 = List.of("http/1.1");
    private static final long OUTCOME_SECONDS = 10;

    private final Backstage stage;
    private final Loops loops = new Loops(Transport.select("nio"), 1);
    private final RehearsalServices services;
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final Map<String, ListenerSocket> sockets = new LinkedHashMap<>();
    private final Model model;
    private final Generation generation;

    /**
     * Builds it.
     *
     * @throws IllegalArgumentException as {@link SnapshotBuilder#build}
     * @throws IOException where no port can be had
     */
    Rehearsal(Model configured, Backstage stage) throws IOException {
        this.stage = stage;
        this.services = new RehearsalServices(stage);
        this.model = RehearsalModel.of(configured);
        try {
            ExchangeObserver observer = x -> outcomes.add(Outcome.of(x));
            Snapshot snapshot = new SnapshotBuilder(
                            1, new PolicyChains(services), (telemetry, routes) -> observer, BreakerEvents.NONE)
                    .build(model, Optional.empty());
            targets(snapshot);
            this.generation = generation(snapshot, standIns(snapshot));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void targets(Snapshot snapshot) throws IOException {
        TargetRegistry registry = new TargetRegistry(loops, HealthEvents.NONE);
        for (UpstreamService service : snapshot.upstreams().values()) {
            List<Target> targets = service.config().targets();
            List<Endpoint> endpoints = new ArrayList<>();
            for (Target target : targets) {
                endpoints.add(new Endpoint(
                        target.address(),
                        recorder(service.name()),
                        target.weight(),
                        target.backup(),
                        target.drain(),
                        target.labels()));
            }
            if (targets.isEmpty()) { // they are in a file
                endpoints.add(new Endpoint(
                        new Address(service.name(), 80), recorder(service.name()), 1, false, false, Map.of()));
            }
            registry.found(service, endpoints, false, true);
        }
    }

    private InetSocketAddress recorder(String upstream) throws IOException {
        Recorder recorder = Recorder.start(upstream, stage);
        recorders.add(recorder);
        return recorder.address();
    }

    /** The routes whose policies of authentication can be told who the client is. */
    private Map<ServedRoute, ServedRoute> standIns(Snapshot snapshot) {
        Map<ServedRoute, ServedRoute> all = new IdentityHashMap<>();
        for (int i = 0; i < snapshot.routes().size(); i++) {
            ServedRoute served = snapshot.routes().get(i);
            List<PolicySpec> specs = PolicyChains.specs(model.routes().get(i), model);
            List<Policy> chain = new ArrayList<>();
            for (int p = 0; p < served.policies().size(); p++) {
                Policy policy = served.policies().get(p);
                String type = p < specs.size() ? specs.get(p).type() : "";
                chain.add(isAuthentication(type) ? new StandIn(policy, type, stage) : policy);
            }
            all.put(served, Records.with(served, Map.of("policies", chain)));
        }
        return all;
    }

    private static boolean isAuthentication(String type) {
        return Policies.find(type)
                .filter(found -> found.stage() == Stage.AUTHENTICATION)
                .isPresent();
    }

    private static Generation generation(Snapshot snapshot, Map<ServedRoute, ServedRoute> standIns) {
        return new Generation() {
            @Override
            public ServedRoute route(Exchange x) {
                ServedRoute found = snapshot.route(x);
                return standIns.getOrDefault(found, found);
            }

            @Override
            public ExchangeObserver observer() {
                return snapshot.observer();
            }

            @Override
            public void entered(int loop) {
                snapshot.entered(loop);
            }

            @Override
            public void left(int loop) {
                snapshot.left(loop);
            }
        };
    }

    /** The model that is rehearsed. */
    Model model() {
        return model;
    }

    /** Names of stores that policies wanted and did not get. */
    List<String> stores() {
        return services.stores();
    }

    /**
     * Where the listener listens; opens it with its first use, so that certificates are needed only where a case speaks TLS.
     *
     * @throws IOException where its certificates cannot be used
     */
    InetSocketAddress address(Listener listener) throws IOException {
        ListenerSocket socket = sockets.get(listener.name());
        if (socket == null) {
            Optional<TlsHosts> tls = Optional.empty();
            if (listener.tls().isPresent()) {
                tls = Optional.of(TlsLoader.load(listener.tls().get(), HTTP1));
            }
            InetSocketAddress free = new InetSocketAddress(
                    listener.address().host(), listener.address().port());
            socket = ListenerSocket.open(loops, free, ListenerSettings.of(listener), tls, () -> generation);
            sockets.put(listener.name(), socket);
        }
        return socket.address();
    }

    /** What became of the request that was sent last; nothing where that is not known in time. */
    Optional<Outcome> outcome() throws InterruptedException {
        return Optional.ofNullable(outcomes.poll(OUTCOME_SECONDS, TimeUnit.SECONDS));
    }

    /** Forgets what became of earlier requests. */
    void forget() {
        outcomes.clear();
    }

    @Override
    public void close() {
        sockets.values().forEach(ListenerSocket::stopAccepting);
        sockets.values().forEach(ListenerSocket::closeAll);
        loops.close();
        sockets.values().forEach(ListenerSocket::releaseTls);
        for (Recorder recorder : recorders) {
            try {
                recorder.close();
            } catch (IOException e) {
                stage.note("a target could not be closed: " + e.getMessage());
            }
        }
    }
}
