package dev.sekisho.server;

import dev.sekisho.admin.AdminServer;
import dev.sekisho.admin.Control;
import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dataplane.listener.socket.ListenerSocket;
import dev.sekisho.dataplane.stream.StreamSocket;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.server.files.FileRoom;
import dev.sekisho.server.shipping.LogRoom;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import dev.sekisho.snapshot.SnapshotHolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway. Thread-safe; reloads run one after the other, off the event loops.
 */
public final class Gateway implements Control, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration STILL_ACCEPTING = Duration.ofSeconds(1); // while draining, for balancers to notice
    private static final long LOOK_MILLIS = 50;

    private final ConfigurationSource source;
    private final Loops loops;
    private final TelemetryRoom telemetry;
    private final UpstreamRoom upstreams;
    private final PolicyRoom policies;
    private final FileRoom files = new FileRoom();
    private final SnapshotBuilder builder;
    private final SnapshotHolder holder;
    private final Listeners listeners;
    private final Streams streams;
    private final CertificateWatch certificates;
    private final Optional<LastGood> lastGood;
    private final List<AutoCloseable> background = new ArrayList<>();
    private Optional<AdminServer> admin = Optional.empty();
    private List<Diagnostic> startDiagnostics = List.of();
    private volatile boolean ready;
    private boolean closed;

    private Gateway(ConfigurationSource source, GatewayOptions options) {
        this.source = source;
        this.loops = new Loops(Transport.select(options.transport()), options.loops());
        this.telemetry = new TelemetryRoom(loops);
        this.upstreams = new UpstreamRoom(loops, options.connectTo());
        this.policies = new PolicyRoom(
                telemetry.policyCounters(),
                new LogRoom(options.loops(), options.connectTo()),
                files.probe(),
                new StorePlaces(options.connectTo()));
        telemetry.disks(policies.disks());
        this.builder =
                new SnapshotBuilder(options.loops(), new PolicyChains(policies), telemetry, upstreams.events(), files);
        this.holder = new SnapshotHolder(builder.build(Model.EMPTY, Optional.empty()));
        this.listeners = new Listeners(loops, options.listen(), options.tlsListen());
        this.streams = new Streams(loops, telemetry.streamObserver());
        this.certificates = new CertificateWatch(this::rotate);
        this.lastGood = options.lastGood().map(folder -> new LastGood(folder, source.files()));
    }

    /** Why a gateway did not start. */
    public static final class StartFailure extends Exception {
        private static final long serialVersionUID = 1;

        private final transient List<Diagnostic> diagnostics;

        StartFailure(List<Diagnostic> diagnostics) {
            super(diagnostics.isEmpty() ? "" : diagnostics.getFirst().toString());
            this.diagnostics = List.copyOf(diagnostics);
        }

        /** What is wrong, and how to mend it. */
        public List<Diagnostic> diagnostics() {
            return diagnostics;
        }
    }

    /**
     * Starts a gateway: it serves when this returns.
     *
     * @throws StartFailure where neither the configuration nor an earlier good one can serve
     */
    public static Gateway start(ConfigurationSource source, GatewayOptions options) throws StartFailure {
        Gateway gateway = new Gateway(source, options);
        try {
            gateway.first();
            gateway.background(options);
            gateway.ready = true;
            return gateway;
        } catch (StartFailure e) {
            gateway.close();
            throw e;
        } catch (IOException e) {
            gateway.close();
            throw new StartFailure(List.of(error("gateway.start", String.valueOf(e.getMessage()))));
        }
    }

    private void first() throws StartFailure {
        ReloadResult result = load();
        startDiagnostics = result.diagnostics();
        report(result);
        if (result.outcome() != ReloadResult.Outcome.REFUSED) {
            telemetry.started();
            return;
        }
        telemetry.reloaded(result.outcome());
        List<Document> kept = lastGood.map(LastGood::read).orElse(List.of());
        if (kept.isEmpty()) {
            throw new StartFailure(result.diagnostics());
        }
        LOG.error("the configuration is refused; the last one that served is used in its place");
        Compilation compilation = source.compile(kept);
        if (compilation.failed()) {
            throw new StartFailure(result.diagnostics());
        }
        List<Diagnostic> failures = apply(compilation.model());
        if (!failures.isEmpty()) {
            throw new StartFailure(failures);
        }
    }

    private void background(GatewayOptions options) throws IOException {
        upstreams.follow(holder);
        telemetry.streams(streams::counts);
        policies.addTo(telemetry);
        if (options.admin().isPresent()) {
            InetSocketAddress address = new InetSocketAddress(
                    options.admin().get().host(), options.admin().get().port());
            admin = Optional.of(telemetry.admin(address, this, upstreams, listeners, holder));
        }
        if (options.watch()) {
            FileWatch watch = new FileWatch(source.files(), this::reload);
            watch.start();
            background.add(watch);
        }
    }

    @Override
    public synchronized ReloadResult reload() {
        ReloadResult result = load();
        telemetry.reloaded(result.outcome());
        report(result);
        result.diagnostics().forEach(d -> LOG.warn("{}", d));
        return result;
    }

    private ReloadResult load() {
        long start = System.nanoTime();
        ConfigurationSource.Reading reading = source.read();
        Compilation compilation = reading.failures().isEmpty()
                ? source.compile(reading.documents())
                : new Compilation(Model.EMPTY, reading.failures());
        List<Diagnostic> diagnostics = new ArrayList<>(compilation.diagnostics());
        ReloadResult.Outcome outcome = ReloadResult.Outcome.REFUSED;
        if (!compilation.failed()) {
            boolean same = ready && compilation.model().equals(holder.snapshot().model());
            List<Diagnostic> failures = same ? List.of() : apply(compilation.model());
            diagnostics.addAll(failures);
            outcome = same
                    ? ReloadResult.Outcome.UNCHANGED
                    : failures.isEmpty() ? ReloadResult.Outcome.APPLIED : ReloadResult.Outcome.REFUSED;
        }
        if (outcome == ReloadResult.Outcome.APPLIED) {
            lastGood.ifPresent(store -> store.keep(reading.documents()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new ReloadResult(outcome, holder.snapshot().routes().size(), took, diagnostics);
    }

    private void report(ReloadResult result) {
        switch (result.outcome()) {
            case APPLIED ->
                LOG.info(
                        "serving {} routes after {} ms",
                        result.routes(),
                        result.took().toMillis());
            case UNCHANGED -> LOG.info("the configuration has not changed; nothing was touched");
            case REFUSED -> LOG.error("the configuration is refused{}", ready ? "; the earlier one serves on" : "");
        }
    }

    /** Builds, opens, swaps, lets the old go; gives what stood against it, in which case nothing has changed. */
    private List<Diagnostic> apply(Model model) {
        Snapshot next;
        try {
            next = builder.build(model, Optional.of(holder.snapshot()));
        } catch (IllegalArgumentException e) {
            return List.of(error("gateway.build", String.valueOf(e.getMessage())));
        }
        upstreams.prepare(next);
        Listeners.Change change = null;
        Streams.Change streamed;
        try {
            change = listeners.prepare(model, holder);
            streamed = streams.prepare(model, holder);
        } catch (IOException e) {
            Optional.ofNullable(change).ifPresent(listeners::abandon);
            upstreams.abandon(holder.snapshot());
            return List.of(error("gateway.listen", String.valueOf(e.getMessage())));
        }
        Snapshot before = holder.swap(next);
        upstreams.commit(next);
        listeners.commit(change);
        streams.commit(streamed);
        certificates.follow(tlsFiles());
        telemetry.swapped();
        retire(before, next);
        return List.of();
    }

    private Set<Path> tlsFiles() {
        Set<Path> files = new HashSet<>(listeners.tlsFiles());
        files.addAll(streams.tlsFiles());
        return files;
    }

    private synchronized void rotate() {
        if (!closed) {
            listeners.rotate();
            streams.rotate();
        }
    }

    /** Lets go of what only the old snapshot used, once its last exchange has ended. */
    private void retire(Snapshot before, Snapshot next) {
        Thread.ofVirtual().name("retire").start(() -> {
            try {
                while (before.active() > 0) {
                    Thread.sleep(LOOK_MILLIS);
                }
                upstreams.targets().retain(List.of(holder.snapshot(), next));
                telemetry.retain(holder.snapshot().model());
                telemetry.retire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Diagnostic error(String code, String message) {
        return new Diagnostic(Severity.ERROR, code, Origin.NONE, message, "");
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void reopenLogs() throws IOException {
        try {
            telemetry.reopen();
        } finally {
            policies.reopenLogs();
        }
    }

    /**
     * What is to be said about the configuration of the start: hints and warnings where it serves, its errors where the
     * last good one serves in its place.
     */
    public List<Diagnostic> startDiagnostics() {
        return startDiagnostics;
    }

    /** The addresses that are listened on, in the order of the configuration. */
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** The addresses of streams, in the order of the configuration. */
    public List<InetSocketAddress> streamAddresses() {
        return streams.addresses();
    }

    /** Whether clients speak TLS at one of them. */
    public boolean isEncrypted(InetSocketAddress address) {
        return listeners.isEncrypted(address);
    }

    /** Where the admin API listens. */
    public Optional<InetSocketAddress> adminAddress() {
        return admin.map(AdminServer::address);
    }

    @Override
    public Snapshot snapshot() {
        return holder.snapshot();
    }

    /** The transport in use. */
    public String transport() {
        return loops.transport().name();
    }

    /**
     * Goes away without failing a request: not ready any more; every response the last of its connection; after a second
     * no new connections; idle ones closed, WebSockets ended with 1001; what is still under way at the limit is cut.
     */
    public void drain(Duration limit) {
        ready = false;
        List<ListenerSocket> sockets = listeners.all();
        sockets.forEach(ListenerSocket::drain);
        List<StreamSocket> streamed = streams.all();
        long start = System.nanoTime();
        boolean accepting = true;
        while (System.nanoTime() - start < limit.toNanos() && (accepting || open(sockets, streamed) > 0)) {
            if (accepting && System.nanoTime() - start >= STILL_ACCEPTING.toNanos()) {
                sockets.forEach(ListenerSocket::stopAccepting);
                streamed.forEach(StreamSocket::stopAccepting);
                accepting = false;
            }
            if (!accepting) {
                sockets.forEach(ListenerSocket::closeIdle);
                sockets.forEach(ListenerSocket::endWebSockets);
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
    }

    private static int open(List<ListenerSocket> sockets, List<StreamSocket> streamed) {
        return sockets.stream().mapToInt(ListenerSocket::open).sum()
                + streamed.stream().mapToInt(StreamSocket::open).sum();
    }

    /** Stops at once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready = false;
        for (AutoCloseable each : background) {
            try {
                each.close();
            } catch (Exception e) { // AutoCloseable may throw anything; the others are still to be closed
                LOG.warn("closing failed: {}", e.toString());
            }
        }
        certificates.close();
        upstreams.close();
        policies.close();
        files.close();
        listeners.all().forEach(ListenerSocket::stopAccepting);
        listeners.all().forEach(ListenerSocket::closeAll);
        streams.all().forEach(StreamSocket::retire);
        streams.all().forEach(StreamSocket::closeAll);
        loops.close();
        policies.closeLogs(); // the loops make no more records
        upstreams.events().webhooks().close(); // nor events
        listeners.release();
        streams.release();
        telemetry.close();
        admin.ifPresent(AdminServer::close);
    }
}
