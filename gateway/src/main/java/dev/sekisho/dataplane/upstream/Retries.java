package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.upstream.retry.Deadline;
import dev.sekisho.dataplane.upstream.retry.RetryBudget;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call may be made again: by its policy, its deadline, and what the upstream's budget and caps leave. Used again with
 * its call; not thread-safe.
 */
final class Retries {

    private static final long NONE = -1;
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(1); // of deadlines without a configured one

    private final LoopContext loop;
    private RetryPolicy policy = RetryPolicy.DEFAULT;
    private @Nullable UpstreamGuards guards;
    private @Nullable RetryBudget budget;
    private long deadline; // a System.nanoTime value, 0 for none
    private boolean clients;
    private int count;
    private int capped; // of them, those that entered the cap
    private long began; // by the loop's clock
    private long planned; // nanoseconds to the retry that is certain, -1 for none

    Retries(LoopContext loop) {
        this.loop = loop;
    }

    /** Begins with a call. */
    void begin(Exchange x, UpstreamService upstream, RouteRules route) {
        RetryPolicy own = route.retry();
        policy = own != null ? own : upstream.guards().retry();
        guards = upstream.guards();
        RetryBudget routes = route.budget();
        budget = routes != null ? routes : upstream.guards().budget();
        count = capped = 0;
        clients = false;
        planned = NONE;
        began = loop.now();
        if (isConfigured()) {
            budget.request(loop.index(), loop.now());
        }
        deadline = deadline(x, upstream, route);
    }

    private long deadline(Exchange x, UpstreamService upstream, RouteRules route) {
        long total = route.totalNanos() > 0
                ? route.totalNanos()
                : upstream.settings().totalNanos();
        if (total == 0) {
            return deadlineOfGrpc(x);
        }
        long wanted = Deadline.requested(x.request());
        clients = wanted >= 0 && wanted < total;
        return x.startNanos() + (clients ? wanted : total);
    }

    /** Calls of gRPC bring their deadline along, and have it heeded where nothing is configured. */
    private long deadlineOfGrpc(Exchange x) {
        long wanted = Deadline.ofGrpc(x.request());
        clients = wanted >= 0 && wanted <= LONGEST_NANOS;
        return clients ? x.startNanos() + wanted : 0;
    }

    /** Whether the client's deadline is so near that a service which watches it too may have been the first to act. */
    boolean isDue() {
        return clients && left() <= TimerWheel.TICK;
    }

    /** Whether the deadline is one that the client asked for, which must not be held against the target. */
    boolean isClients() {
        return clients;
    }

    private boolean isConfigured() {
        return policy != RetryPolicy.DEFAULT;
    }

    RetryPolicy policy() {
        return policy;
    }

    /** Retries so far, a second try beside the first one included. */
    int count() {
        return count;
    }

    boolean hasDeadline() {
        return deadline != 0;
    }

    /** What is left until the deadline, nanoseconds. */
    long left() {
        return Math.max(0, deadline - loop.now());
    }

    /** Tells the upstream how long it has, and which try this is. */
    void tell(Exchange x) {
        if (deadline != 0) {
            Deadline.tell(x.request(), left());
        }
        if (policy.targets() > 0) {
            return; // as nginx, which tells nothing and takes nothing away
        }
        if (isConfigured() && count > 0) {
            Deadline.attempt(x.request(), count);
        } else if (isConfigured()) {
            Deadline.clear(x.request());
        }
    }

    /** Plans a retry after a failure, if there may be one. */
    boolean plan(Exchange x, boolean left, Reason reason) {
        return policy.retries(reason) && mayRepeat(x, left) && reserve(RetryDecision.delayNanos(policy, count + 1));
    }

    /** Plans a retry after a response, if there may be one. */
    boolean plan(Exchange x, boolean left, ResponseHead head) {
        return RetryDecision.wants(policy, head)
                && mayRepeat(x, left)
                && reserve(RetryDecision.delayNanos(policy, count + 1, head));
    }

    private boolean mayRepeat(Exchange x, boolean left) {
        return count < policy.attempts() && policy.maySend(x.request(), left);
    }

    /** Whether a target that could not be spoken to is passed over for the next one, without a retry. */
    boolean passesOver(Reason reason) {
        return policy.targets() == 0 || policy.retries(reason) && isWithin(0);
    }

    private boolean isWithin(long delay) {
        return policy.withinNanos() == 0 || loop.now() + delay - began < policy.withinNanos();
    }

    private boolean reserve(long delay) {
        boolean inTime = delay >= 0 && (deadline == 0 || loop.now() + delay - deadline < 0) && isWithin(delay);
        if (inTime && take()) {
            planned = delay;
            return true;
        }
        return false;
    }

    /** Whether a second try may run beside the first one; it counts as a retry. */
    boolean takeBeside(Exchange x) {
        if (!mayRepeat(x, true) || !take()) {
            return false;
        }
        count++;
        return true;
    }

    private boolean take() {
        UpstreamGuards of = guards;
        if (of == null || !isConfigured()) {
            return true;
        }
        if (!of.retries().tryEnter()) {
            return false;
        }
        RetryBudget left = budget;
        if (left != null && !left.tryRetry(loop.index(), loop.now())) {
            of.retries().leave();
            return false;
        }
        capped++;
        return true;
    }

    boolean isPlanned() {
        return planned >= 0;
    }

    /** The planned retry is made; gives how long to wait before, nanoseconds. */
    long next() {
        long delay = planned;
        planned = NONE;
        count++;
        return delay;
    }

    /** No further retry: another upstream is asked. */
    void stop() {
        leave();
        policy = RetryPolicy.DEFAULT;
        count = policy.attempts();
        planned = NONE;
    }

    /** Leaves the cap. */
    void leave() {
        UpstreamGuards of = guards;
        for (; of != null && capped > 0; capped--) {
            of.retries().leave();
        }
        guards = null;
        budget = null;
    }
}
