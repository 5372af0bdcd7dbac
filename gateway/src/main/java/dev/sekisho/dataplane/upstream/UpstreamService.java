package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.dataplane.proxyprotocol.HeaderSender;
import dev.sekisho.dataplane.upstream.balancer.RequestKey;
import dev.sekisho.dataplane.upstream.balancer.StickyCookie;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.health.HealthRules;
import dev.sekisho.dataplane.upstream.health.OutlierDetector;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Breaker;
import dev.sekisho.model.Outliers;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An upstream as it serves: its targets, whose turn it is, and what limits and protects it. Thread-safe; turns are each loop's
 * own. What its configuration does not change is taken over from the service before: turns, breaker, budget, counts.
 */
public final class UpstreamService {

    private final Upstream config;
    private final UpstreamSettings settings;
    private final UpstreamGuards guards;
    private final HealthRules healthRules;
    private final @Nullable OutlierDetector outliers;
    private final @Nullable StickyCookie sticky;
    private final @Nullable RequestKey key;
    private final BreakerEvents events;
    private final AtomicReferenceArray<@Nullable LoopView> views;
    private final @Nullable TargetTls tls;
    private volatile Members members = Members.NONE;

    /** An upstream whose targets are not known yet, and spoken to in the clear. */
    public UpstreamService(Upstream upstream, Optional<UpstreamService> before, BreakerEvents events, int loops) {
        this(upstream, Optional.empty(), before, events, loops);
    }

    /** An upstream whose targets are not known yet. */
    public UpstreamService(
            Upstream upstream,
            Optional<TargetTls> tls,
            Optional<UpstreamService> before,
            BreakerEvents events,
            int loops) {
        this.config = upstream;
        this.tls = tls.orElse(null);
        this.settings = UpstreamSettings.of(upstream, loops);
        this.guards = UpstreamGuards.of(upstream, before.map(UpstreamService::guards), events, loops);
        this.healthRules = HealthRules.of(upstream.health());
        this.outliers = outliers(upstream, before);
        this.sticky = upstream.balance().sticky().map(StickyCookie::new).orElse(null);
        this.key = key(upstream.balance());
        this.events = events;
        this.views = new AtomicReferenceArray<>(loops);
        before.ifPresent(this::takeOver);
    }

    private static @Nullable OutlierDetector outliers(Upstream upstream, Optional<UpstreamService> before) {
        Optional<Outliers> rules = upstream.health().outliers();
        if (rules.isEmpty()) {
            return null;
        }
        return before.filter(b -> b.config.health().outliers().equals(rules))
                .flatMap(UpstreamService::outliers)
                .orElseGet(() -> new OutlierDetector(rules.get()));
    }

    private static @Nullable RequestKey key(Balance balance) {
        return switch (balance.algorithm()) {
            case RING_HASH, MAGLEV -> balance.hash().map(RequestKey::of).orElseGet(RequestKey::clientAddress);
            case MODULO_HASH, KETAMA ->
                balance.hash()
                        .map(RequestKey::of)
                        .orElseGet(RequestKey::clientAddress)
                        .byCrc();
            case ADDRESS_HASH -> RequestKey.clientNetwork();
            case ROUND_ROBIN, LEAST_CONNECTIONS, LEAST_REQUEST, EWMA, RANDOM -> null;
        };
    }

    private void takeOver(UpstreamService before) {
        members = before.members;
        if (before.config.balance().algorithm() == config.balance().algorithm()) {
            for (int i = 0; i < views.length(); i++) {
                LoopView view = before.views.get(i);
                views.set(i, view == null ? null : new LoopView(this, view));
            }
        }
    }

    /** The name. */
    public String name() {
        return config.name();
    }

    /** The configuration. */
    public Upstream config() {
        return config;
    }

    /** The targets as they are now. */
    public Members members() {
        return members;
    }

    /** What its targets' states are now. */
    public List<TargetState> targets() {
        return members.all().stream().map(Member::state).toList();
    }

    /** Discovery has found these targets. */
    public void members(Members found) {
        Optional<Breaker> rules = config.breaker().filter(b -> b.scope() != Breaker.Scope.UPSTREAM);
        for (Member member : found.all()) {
            TargetState state = member.state();
            Endpoint.Own own = member.endpoint().own();
            state.health().limits(own.maxFails(), own.failNanos());
            if (rules.isEmpty()) {
                state.breaker(null);
            } else if (state.breaker()
                    .filter(b -> b.rules().equals(rules.get()))
                    .isEmpty()) {
                String label = name() + " " + state.identity().address();
                state.breaker(new CircuitBreaker(label, rules.get(), events, InstantSource.system()));
            }
        }
        if (outliers != null) {
            outliers.targets(found.all().stream().map(m -> m.state().health()).toList());
        }
        members = found;
    }

    /** What protects it, and is protected by it. */
    public UpstreamGuards guards() {
        return guards;
    }

    /** What is counted as healthy. */
    public HealthRules healthRules() {
        return healthRules;
    }

    /** Who looks for targets that do worse than the others. */
    public Optional<OutlierDetector> outliers() {
        return Optional.ofNullable(outliers);
    }

    @Nullable
    OutlierDetector outliersOrNull() {
        return outliers;
    }

    /** Why each target may serve or not now, in the order of {@link #members}. */
    public List<String> reasons(Subset subset, long now) {
        return LoopView.reasons(this, subset, now);
    }

    /** How connections are encrypted; null where they are not. */
    @Nullable
    TargetTls tls() {
        return tls;
    }

    /** Whether HTTP/1.1 may be spoken with its targets beside HTTP/2, for what only an upgrade does. */
    boolean upgrades() {
        return tls != null && tls.upgrading() != null;
    }

    /** What tells a target of the client, ahead of everything else on a connection; null for nothing. */
    @Nullable
    HeaderSender ahead(Exchange x) {
        Ends ends = x.caller().ends();
        ProxyHeader header = config.proxyProtocol();
        return header == ProxyHeader.OFF || ends == null
                ? null
                : new HeaderSender(header, ends.client(x.caller().address()));
    }

    UpstreamSettings settings() {
        return settings;
    }

    Balance balance() {
        return config.balance();
    }

    /** Status of the answer where no target may be asked. */
    int noTargetStatus() {
        return config.health().noTargetStatus();
    }

    int panicThreshold() {
        return config.health().panicThreshold();
    }

    long slowStartNanos() {
        return settings.slowStartNanos();
    }

    boolean measuresLatency() {
        return config.balance().algorithm() == Balance.Algorithm.EWMA;
    }

    long hashKey(Exchange x) {
        RequestKey by = key;
        return by == null ? 0 : by.of(x);
    }

    /** The key of a client that makes no request: its address, for address-hash its network. */
    long hashKey(byte[] clientAddress) {
        RequestKey by = key;
        return by == null ? 0 : by.of(clientAddress);
    }

    long stickyIdentity(Exchange x) {
        StickyCookie cookie = sticky;
        return cookie == null ? 0 : cookie.read(x);
    }

    /** Has the client told to come back to the target that has answered, where it does not know that already. */
    void stick(Exchange x, TargetState target) {
        StickyCookie cookie = sticky;
        if (cookie != null && cookie.read(x) != target.hash()) {
            cookie.write(x, target.hash());
        }
    }

    /** The targets as that loop sees them; on that loop. */
    LoopView view(LoopContext loop) {
        LoopView view = views.get(loop.index());
        if (view == null) {
            view = new LoopView(this, loop);
            views.set(loop.index(), view);
        }
        return view;
    }
}
