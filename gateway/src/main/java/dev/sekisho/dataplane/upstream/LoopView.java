package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.upstream.balancer.Balancer;
import dev.sekisho.dataplane.upstream.balancer.Balancers;
import dev.sekisho.dataplane.upstream.balancer.Candidates;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.health.OutlierDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The targets of an upstream as one event loop sees them, and whose turn it is there. Belongs to its loop, allocates nothing
 * while the members stay the same.
 *
 * <p>Two tiers: backups are asked only while no other target may serve (nginx's {@code backup}). Where too few are healthy,
 * health is not looked at (Envoy's panic threshold).
 */
final class LoopView implements Candidates {

    private static final int FULL = 100; // scale of weights, so that a slow start has steps
    private static final int FIRST_STEP = FULL / 10;

    private final UpstreamService service;
    private final LoopContext loop;
    private final Balancer balancer;
    private Members members = Members.NONE;

    // The question being answered
    private Subset subset = Subset.ALL;
    private long tried;
    private long now;
    private boolean backups;
    private boolean panic;
    private boolean building;
    private long pickedBit;

    LoopView(UpstreamService service, LoopContext loop) {
        this.service = service;
        this.loop = loop;
        this.balancer = Balancers.create(service.balance().algorithm(), loop.index());
    }

    /** Takes the turns of the view that this one takes the place of. */
    LoopView(UpstreamService service, LoopView before) {
        this.service = service;
        this.loop = before.loop;
        this.balancer = before.balancer;
        this.members = before.members;
    }

    /** The one that serves next, or null; those whose bit is set in {@code asked} were tried before. */
    @Nullable
    Member pick(Exchange x, Subset wanted, long asked) {
        begin(wanted, asked);
        int number = sticky(x);
        return picked(number < 0 ? balanced(service.hashKey(x)) : number);
    }

    /** The same for what is no request: by a key alone, whatever the upstream's keys are made of. */
    @Nullable
    Member pick(long key, Subset wanted, long asked) {
        begin(wanted, asked);
        return picked(balanced(key));
    }

    private void begin(Subset wanted, long asked) {
        refresh();
        subset = wanted;
        tried = asked;
        now = loop.now();
        panic = service.panicThreshold() > 0 && isPanic()
                || size() == 1 && service.healthRules().sparesSole();
    }

    private @Nullable Member picked(int number) {
        pickedBit = number >= 0 && number < Long.SIZE ? 1L << number : 0;
        if (number < 0) {
            return null;
        }
        Member member = members.all().get(number);
        member.state().health().asked(now);
        return member;
    }

    /** The bit of the one picked last; beyond the 64th target there is none. */
    long pickedBit() {
        return pickedBit;
    }

    private int sticky(Exchange x) {
        long wanted = service.stickyIdentity(x);
        if (wanted != 0) {
            for (int i = 0; i < size(); i++) {
                if (identity(i) == wanted && isUntried(i) && weightOf(i) > 0 && canServe(i)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private int balanced(long key) {
        backups = false;
        if (size() == 1 && mayServe(0)) {
            return 0;
        }
        int number = balancer.pick(this, key);
        if (number < 0) {
            backups = true;
            number = size() == 1 && mayServe(0) ? 0 : balancer.pick(this, key);
        }
        return number;
    }

    private void refresh() {
        Members current = service.members();
        if (current != members) {
            members = current;
            building = true; // tables are made for whole shares: a slow start would stay in them
            balancer.changed(this);
            building = false;
        }
    }

    private boolean isPanic() {
        int healthy = 0;
        int total = 0;
        for (int i = 0; i < size(); i++) {
            if (subset.contains(members, i) && weightOf(i) > 0) {
                total++;
                healthy += state(i).health().isHealthy(now) ? 1 : 0;
            }
        }
        return OutlierDetector.panic(healthy, total, service.panicThreshold());
    }

    // What the balancer asks

    @Override
    public int size() {
        return members.all().size();
    }

    @Override
    public boolean mayServe(int i) {
        Endpoint endpoint = members.all().get(i).endpoint();
        return endpoint.backup() == backups
                && !endpoint.drain()
                && endpoint.weight() > 0
                && isUntried(i)
                && canServe(i);
    }

    private boolean isUntried(int i) {
        return i >= Long.SIZE || (tried >>> i & 1) == 0;
    }

    private boolean canServe(int i) {
        if (!subset.contains(members, i)) {
            return false;
        }
        TargetState state = state(i);
        if (!panic && !state.health().isHealthy(now) || isFull(i, state)) {
            return false;
        }
        CircuitBreaker breaker = state.breakerOrNull();
        return breaker == null || breaker.permits(now);
    }

    private boolean isFull(int i, TargetState state) {
        int most = members.all().get(i).endpoint().own().maxRequests();
        return most > 0 && state.active() >= most;
    }

    @Override
    public int weight(int i) {
        int weight = weightOf(i);
        long slow = service.slowStartNanos();
        if (slow == 0 || building) {
            return weight * FULL;
        }
        long age = now - state(i).health().healthySinceNanos();
        return age >= slow ? weight * FULL : weight * Math.max(FIRST_STEP, (int) (FULL * age / slow));
    }

    @Override
    public int configuredWeight(int i) {
        return weightOf(i);
    }

    @Override
    public String address(int i) {
        return members.all().get(i).endpoint().target().toString();
    }

    private int weightOf(int i) {
        return members.all().get(i).endpoint().weight();
    }

    @Override
    public int active(int i) {
        return state(i).active();
    }

    @Override
    public long latencyNanos(int i) {
        return state(i).latency(loop).nanos(now);
    }

    @Override
    public long identity(int i) {
        return state(i).hash();
    }

    private TargetState state(int i) {
        return members.all().get(i).state();
    }

    /** Why each target may serve or not, in the order of the members; for explanations. */
    static List<String> reasons(UpstreamService service, Subset subset, long now) {
        Members members = service.members();
        return members.all().stream()
                .map(member ->
                        reason(member, subset.contains(members, members.all().indexOf(member)), now))
                .toList();
    }

    private static String reason(Member member, boolean wanted, long now) {
        Endpoint endpoint = member.endpoint();
        TargetState state = member.state();
        if (!wanted) {
            return "skipped: its labels are others";
        }
        if (endpoint.weight() == 0) {
            return "skipped: weight 0";
        }
        if (endpoint.drain()) {
            return "skipped: draining, serves only clients that stick to it";
        }
        if (!state.health().isHealthy(now)) {
            return "skipped: " + state.health().view(now).why();
        }
        int most = endpoint.own().maxRequests();
        if (most > 0 && state.active() >= most) {
            return "skipped: " + most + " requests are under way to it";
        }
        if (state.breaker().filter(breaker -> !breaker.permits(now)).isPresent()) {
            return "skipped: its circuit breaker is open";
        }
        return endpoint.backup() ? "a backup, serves while no other target can" : "may serve";
    }
}
