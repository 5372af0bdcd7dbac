package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.RemoteLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits requests, lets them wait, or refuses them; tells of it in responses. A request that is admitted at once allocates nothing. */
final class RateLimitPolicy implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitPolicy.class);

    private final LimitSets sets;
    private final KeyWriter keys;
    private final Costs costs;
    private final Treatment treatment;
    private final Member[] further;
    private final Desks desks = new Desks();

    RateLimitPolicy(LimitSets sets, KeyWriter keys, Costs costs, Treatment treatment, List<Member> further) {
        this.sets = sets;
        this.keys = keys;
        this.costs = costs;
        this.treatment = treatment;
        this.further = further.toArray(Member[]::new);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        if (treatment.isOver(x)) {
            return Outcome.CONTINUE;
        }
        return further.length == 0 ? alone(x) : together(x);
    }

    /**
     * Asks the further limits, then those of the policy; where one refuses, what those before have counted is given back, so that the
     * request counts nowhere. It waits as long as the one that lets it wait longest, as with several limit_req of nginx.
     */
    private Outcome together(Exchange x) {
        Desk desk = desks.of(x.loop().index());
        int cost = costs.of(x);
        long delay = 0;
        for (int i = 0; i < further.length; i++) {
            LimitSet set = further[i].set();
            KeyWriter.Written written = further[i].keys().write(x, desk);
            if (written == KeyWriter.Written.NONE) {
                continue;
            }
            if (written == KeyWriter.Written.REFUSED) {
                giveBack(x, desk, i, cost);
                return treatment.refuse(x, 1, set.rules().getFirst().capacity());
            }
            Decision decision = take(x, desk, set, cost);
            desk.close(decision); // what it says is read before the desk is used again
            if (!decision.verdict().admitted()) {
                Outcome refused = refuse(x, decision);
                giveBack(x, desk, i, cost);
                return refused;
            }
            delay = Math.max(delay, decision.verdict().delayNanos());
        }
        return last(x, desk, cost, delay);
    }

    private Decision take(Exchange x, Desk desk, LimitSet set, int cost) {
        treatment.counting(x);
        Decision decision = desk.open(set);
        set.limiter().take(desk.key, cost, x.loop().now(), decision.verdict());
        return decision;
    }

    private Outcome last(Exchange x, Desk desk, int cost, long delay) {
        LimitSet set = sets.of(x);
        if (set.isUnlimited()) {
            return treatment.admit(x, delay);
        }
        return switch (keys.write(x, desk)) {
            case NONE -> treatment.admit(x, delay);
            case REFUSED -> {
                giveBack(x, desk, further.length, cost);
                yield treatment.refuse(x, 1, set.rules().getFirst().capacity());
            }
            case WRITTEN -> {
                Decision decision = take(x, desk, set, cost);
                decision.verdict().delay(delay);
                if (!decision.verdict().admitted()) {
                    giveBack(x, desk, further.length, cost);
                }
                yield act(x, decision, desk);
            }
        };
    }

    /** Gives back what the first further limits have counted. */
    private void giveBack(Exchange x, Desk desk, int before, int cost) {
        for (int i = 0; i < before; i++) {
            if (further[i].keys().write(x, desk) == KeyWriter.Written.WRITTEN) {
                further[i].set().limiter().giveBack(desk.key, cost, x.loop().now());
            }
        }
    }

    private Outcome alone(Exchange x) {
        LimitSet set = sets.of(x);
        if (set.isUnlimited()) {
            return Outcome.CONTINUE;
        }
        Desk desk = desks.of(x.loop().index());
        return switch (keys.write(x, desk)) {
            case WRITTEN -> count(x, set, desk);
            case NONE -> Outcome.CONTINUE;
            case REFUSED -> treatment.refuse(x, 1, set.rules().getFirst().capacity());
        };
    }

    private Outcome count(Exchange x, LimitSet set, Desk desk) {
        int cost = costs.of(x);
        if (set.remote().isPresent()) {
            return ask(x, set, desk, cost, set.remote().get());
        }
        return here(x, set, desk, cost);
    }

    private Outcome here(Exchange x, LimitSet set, Desk desk, int cost) {
        return act(x, take(x, desk, set, cost), desk);
    }

    /** Asks the store, and goes on with its answer on the exchange's loop; not at all where the exchange has ended by then. */
    private Outcome ask(Exchange x, LimitSet set, Desk desk, int cost, RemoteLimiter remote) {
        treatment.counting(x);
        byte[] key = desk.key.copy(); // the desk serves others meanwhile
        CompletionStage<Outcome> outcome = remote.take(desk.key, cost)
                .handleAsync(
                        (verdict, error) -> error == null && verdict != null
                                ? answered(x, set, desk, verdict)
                                : failed(x, set, desk, cost, key, error),
                        x.loop().eventLoop());
        return new Outcome.Await(outcome);
    }

    private Outcome answered(Exchange x, LimitSet set, Desk desk, Verdict verdict) {
        Decision decision = desk.open(set);
        decision.verdict().copy(verdict);
        return act(x, decision, desk);
    }

    private Outcome failed(Exchange x, LimitSet set, Desk desk, int cost, byte[] key, @Nullable Throwable error) {
        treatment.storeFailed(x);
        LOG.debug("route {}: not counted by the store: {}", x.route().name(), String.valueOf(error));
        return switch (treatment.onStoreFailure()) {
            case LOCAL -> {
                LimitKey again = desk.key;
                again.clear();
                again.add(key, 0, key.length);
                x.loop().readClock(); // time has passed
                yield here(x, set, desk, cost);
            }
            case PASS -> Outcome.CONTINUE;
            case REFUSE ->
                new Outcome.Reply(ErrorTemplate.answer(x, Reason.RATE_LIMIT_STORE, Reason.RATE_LIMIT_STORE.status()));
        };
    }

    private Outcome act(Exchange x, Decision decision, Desk desk) {
        Verdict verdict = decision.verdict();
        Outcome outcome = verdict.admitted() ? treatment.admit(x, verdict.delayNanos()) : refuse(x, decision);
        if (treatment.isTelling() && decision.set().fields().isTelling()) {
            desk.keep(x, decision);
        } else {
            desk.close(decision);
        }
        return outcome;
    }

    private Outcome refuse(Exchange x, Decision decision) {
        Verdict verdict = decision.verdict();
        long seconds = Math.max(1, LimitFields.seconds(verdict.retryAfterNanos()));
        return treatment.refuse(
                x, seconds, decision.set().rules().get(verdict.refusing()).capacity());
    }

    @Override
    public Outcome onResponse(Exchange x) {
        Decision decision = desks.of(x.loop().index()).kept(x);
        if (decision != null) {
            decision.set().fields().write(x.response().headers(), decision.verdict());
        } else if (treatment.isTelling()) {
            sets.of(x).fields().strip(x.response().headers());
        }
        return Outcome.CONTINUE;
    }

    @Override
    public void onEnd(Exchange x) {
        desks.of(x.loop().index()).forget(x);
    }
}
