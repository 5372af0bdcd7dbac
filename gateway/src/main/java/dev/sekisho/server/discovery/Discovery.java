package dev.sekisho.server.discovery;

import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.model.Address;
import dev.sekisho.model.Dns;
import dev.sekisho.model.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the endpoints of upstreams and keeps them true: names by their time to live, files of targets as they change. What
 * cannot be found out leaves what was known in place. Thread-safe. Only names of targets are ever looked up, and a
 * configuration of literal addresses starts no look-up at all.
 */
public final class Discovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50); // look-ups and files are late by this
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1); // while there are neither names nor files

    private final Map<Address, Address> connectTo;
    private final TargetsReader reader;
    private final Sink sink;
    private final Lookup lookup;
    private final Limits limits;
    private final Object lock = new Object();
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private List<Upstream> adopted = List.of();
    private @Nullable List<Upstream> pending;
    private long pendingSince;
    private int waiting;
    private long filesLooked;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * How long is waited.
     *
     * @param first for what {@link #first} looks for; what takes longer comes later
     * @param grace for a configuration to serve after {@link #first}; one that does not was refused
     */
    record Limits(Duration first, Duration grace) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    /** Takes what is found. */
    @FunctionalInterface
    public interface Sink {

        /**
         * The endpoints of an upstream now. Called on control threads, one call at a time; it must not wait for another
         * thread that is inside {@link Discovery}.
         *
         * @param endpoints in an order that is the same for the same endpoints; none twice
         * @param unresolved whether some name has never been looked up, or the file of targets never read
         */
        void found(String upstream, List<Endpoint> endpoints, boolean unresolved);
    }

    /**
     * Discovery with the hosts file and the DNS settings of the system.
     *
     * @param connectTo where some addresses of targets really are, by the address as configured
     * @param reader reads files of targets
     */
    public Discovery(Map<Address, Address> connectTo, TargetsReader reader, Sink sink) {
        this(connectTo, reader, sink, new SystemLookup(), Limits.DEFAULT);
    }

    Discovery(Map<Address, Address> connectTo, TargetsReader reader, Sink sink, Lookup lookup, Limits limits) {
        this.connectTo = Map.copyOf(connectTo);
        this.reader = reader;
        this.sink = sink;
        this.lookup = lookup;
        this.limits = limits;
    }

    /**
     * Finds the endpoints of a configuration that is about to serve. Blocks for what is not known from before, 3 seconds at
     * most; every upstream is reported before it returns, and what was not found by then is reported when it is.
     */
    public void first(List<Upstream> upstreams) {
        List<Watched> all = new ArrayList<>();
        List<CompletableFuture<?>> open = new ArrayList<>();
        synchronized (lock) {
            waiting++;
            for (Upstream upstream : upstreams) {
                Watched each = define(upstream);
                each.settle(1);
                all.add(each);
                open.add(complete(each));
            }
        }
        await(CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)));
        synchronized (lock) {
            waiting--;
            pending = upstreams;
            pendingSince = System.nanoTime();
            for (Watched each : all) {
                each.settle(-1);
                report(each, each.whole());
            }
            long unknown = all.stream().mapToLong(Watched::unknown).sum();
            if (unknown > 0) {
                LOG.warn("{} names or files of targets are not known yet; requests to them are answered 503", unknown);
            }
        }
        LockSupport.unpark(thread);
    }

    private void await(CompletableFuture<?> all) {
        try {
            all.get(limits.first().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // what is missing is reported as missing
        }
    }

    /**
     * Follows the serving configuration from now on, on a thread of its own.
     *
     * @param upstreams those that serve; asked often, so it answers at once
     */
    public void follow(Supplier<List<Upstream>> upstreams) {
        Thread started = Thread.ofVirtual().name("discovery").unstarted(() -> run(upstreams));
        thread = started;
        started.start();
    }

    private void run(Supplier<List<Upstream>> upstreams) {
        while (!closed) {
            boolean idle = true;
            try {
                idle = step(upstreams.get(), System.nanoTime());
            } catch (RuntimeException e) {
                LOG.error("looking for endpoints failed", e);
            }
            LockSupport.parkNanos(this, idle ? IDLE_NANOS : STEP_NANOS);
        }
    }

    /** Does what is due, and tells whether nothing ever will be. */
    private boolean step(List<Upstream> serving, long now) {
        synchronized (lock) {
            adopt(serving, now);
            boolean files = now - filesLooked >= WatchedFile.LOOK_NANOS;
            boolean idle = true;
            for (Watched each : watched.values()) {
                idle &= each.names().isEmpty() && each.file().isEmpty();
                if (files) {
                    each.file().ifPresent(file -> look(each, file, true));
                }
                for (WatchedName name : each.names()) {
                    if (name.isDue(now)) {
                        start(each, name);
                    }
                }
            }
            filesLooked = files ? now : filesLooked;
            return idle;
        }
    }

    /**
     * Takes over what serves. While a configuration that {@link #first} was called for does not serve yet, the one before
     * is not taken back; where it does not come to serve, it was refused, and the one before counts again.
     */
    private void adopt(List<Upstream> serving, long now) {
        boolean arrived = pending != null && (pending == serving || pending.equals(serving));
        if (waiting > 0
                || !arrived
                        && pending != null
                        && now - pendingSince < limits.grace().toNanos()) {
            return;
        }
        if (pending == null && (serving == adopted || serving.equals(adopted))) {
            return;
        }
        pending = null;
        adopted = serving;
        Set<String> names = serving.stream().map(Upstream::name).collect(Collectors.toSet());
        watched.keySet().retainAll(names);
        for (Upstream upstream : serving) {
            Watched known = watched.get(upstream.name());
            if (known != null && known.upstream() == upstream) {
                known.forget();
            } else {
                Watched each = define(upstream);
                each.forget();
                changed(each);
            }
        }
    }

    private Watched define(Upstream upstream) {
        long now = System.nanoTime();
        Watched known = watched.get(upstream.name());
        if (known == null) {
            known = new Watched(upstream, connectTo, reader, now);
            watched.put(upstream.name(), known);
        } else {
            known.define(upstream, now);
        }
        return known;
    }

    /** Done when everything of the upstream was looked for once. */
    private CompletableFuture<?> complete(Watched of) {
        CompletableFuture<?> file = of.file()
                .filter(f -> f.targets().isEmpty())
                .map(f -> look(of, f, false))
                .orElse(CompletableFuture.completedFuture(null));
        return file.handle((_, _) -> null).thenCompose(_ -> names(of));
    }

    /** Looks for the names without an answer. Those that failed before are not waited for, or each reload would be slow. */
    private CompletableFuture<?> names(Watched of) {
        synchronized (lock) {
            List<WatchedName> unknown =
                    of.names().stream().filter(name -> name.answer().isEmpty()).toList();
            CompletableFuture<?>[] fresh = unknown.stream()
                    .filter(name -> !name.hasFailed())
                    .map(name -> start(of, name))
                    .toArray(CompletableFuture[]::new);
            unknown.forEach(name -> start(of, name));
            return CompletableFuture.allOf(fresh);
        }
    }

    private CompletableFuture<?> look(Watched of, WatchedFile file, boolean settled) {
        return Background.start("targets-file", () -> {
            boolean changed = file.look(settled);
            synchronized (lock) {
                if (changed) {
                    of.need(System.nanoTime());
                    of.forget();
                    changed(of);
                }
            }
            return changed;
        });
    }

    /** Starts a look-up, unless one is under way. The caller holds the lock, so that its end comes after this. */
    private CompletableFuture<Void> start(Watched of, WatchedName name) {
        CompletableFuture<Void> running = name.running();
        if (running == null) {
            Dns dns = of.upstream().dns();
            Optional<Answer> before = name.answer();
            running = Background.start("lookup", () -> {
                take(of, name, attempt(name.host(), dns, before));
                return null;
            });
            name.running(running);
        }
        return running;
    }

    private void take(Watched of, WatchedName name, Attempt attempt) {
        synchronized (lock) {
            long now = System.nanoTime();
            name.running(null);
            if (closed) {
                return;
            }
            if (attempt.answer() == null) {
                name.failed(attempt.reason(), of.upstream().dns(), now);
            } else if (name.found(attempt.answer(), of.upstream().dns(), now)) {
                changed(of);
            }
        }
    }

    private record Attempt(@Nullable Answer answer, String reason) {}

    private Attempt attempt(String host, Dns dns, Optional<Answer> before) {
        try {
            return new Attempt(lookup.find(host, dns, before), "");
        } catch (LookupFailure e) {
            return new Attempt(null, e.reason());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Attempt(null, "interrupted");
        } catch (RuntimeException e) {
            return new Attempt(null, e.toString());
        }
    }

    private void changed(Watched of) {
        if (!closed && watched.get(of.upstream().name()) == of) {
            of.change().ifPresent(report -> report(of, report));
        }
    }

    private void report(Watched of, Watched.Report report) {
        try {
            sink.found(of.upstream().name(), report.endpoints(), report.unresolved());
        } catch (RuntimeException e) {
            LOG.error(
                    "the endpoints of upstream {} cannot be taken",
                    of.upstream().name(),
                    e);
        }
    }

    /** Ends every look-up; no change is reported afterwards. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        lookup.close();
    }
}
