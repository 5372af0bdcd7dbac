package dev.sekisho.cli;

import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.model.Model;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.server.files.Look;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import java.util.Optional;

/** Builds configurations as {@code run} does, but listens nowhere, looks up no name and opens no log. Files are looked at. */
final class Offline implements AutoCloseable {

    private final Loops loops = new Loops(Transport.select("nio"), 1);
    private final SnapshotBuilder builder = new SnapshotBuilder(
            1,
            new PolicyChains(PolicyServices.offline(Look.BLOCKING)),
            (telemetry, routes) -> ExchangeObserver.NONE,
            BreakerEvents.NONE);

    /**
     * What would serve.
     *
     * @throws IllegalArgumentException as {@link SnapshotBuilder#build}
     */
    Snapshot build(Model model) {
        return builder.build(model, Optional.empty());
    }

    /** The context of an event loop that nothing runs on. */
    LoopContext loop() {
        return loops.contexts().getFirst();
    }

    @Override
    public void close() {
        loops.close();
    }
}
