package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.ratelimit.RateLimitConfig.OnStoreFailure;

/** What becomes of requests, as settings say, and how that is counted. Immutable but for its counters, thread-safe. */
final class Treatment {

    private final TooMany answer;
    private final boolean dry;
    private final boolean once;
    private final OnStoreFailure onStoreFailure;
    private final Tally hits;
    private final Tally delayed;
    private final Tally dryRun;
    private final Tally storeFailures;

    /** That of settings; kind is that of the key. */
    Treatment(RateLimitConfig config, PolicyContext context, String kind) {
        this.answer =
                new TooMany(config.status(), config.message().orElse(Reason.RATE_LIMIT.message()), config.retryAfter());
        this.dry = config.dryRun();
        this.once = config.once();
        this.onStoreFailure = config.onStoreFailure();
        this.hits = Tally.hits(context, kind);
        this.delayed = Tally.delayed(context, kind);
        this.dryRun = Tally.dryRun(context, kind);
        this.storeFailures = Tally.storeFailures(context, kind);
    }

    /** Whether responses tell of limits. */
    boolean isTelling() {
        return !dry;
    }

    /** Whether a request is not looked at, since it was counted before it came to this route. */
    boolean isOver(Exchange x) {
        return once && x.isCounted();
    }

    /** A request is about to be counted. */
    void counting(Exchange x) {
        if (once) {
            x.counted();
        }
    }

    /** What becomes of requests that the store does not count. */
    OnStoreFailure onStoreFailure() {
        return onStoreFailure;
    }

    /** The store has not counted a request. */
    void storeFailed(Exchange x) {
        storeFailures.count(x);
    }

    /** A request may pass after a while. */
    Outcome admit(Exchange x, long delay) {
        if (delay <= 0 || dry) {
            return Outcome.CONTINUE;
        }
        delayed.count(x);
        return new Outcome.Await(Turn.in(x.loop().eventLoop(), delay));
    }

    /** A request is beyond a limit. */
    Outcome refuse(Exchange x, long retryAfter, long limit) {
        hits.count(x);
        if (dry) {
            dryRun.count(x);
            return Outcome.CONTINUE;
        }
        return answer.reply(x, retryAfter, limit);
    }
}
