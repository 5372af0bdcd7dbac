package dev.sekisho.policy.ratelimit.algorithm;

import java.util.concurrent.CompletionStage;

/** Decides about requests by asking a store that several gateways share. Thread-safe, never blocks. */
public interface RemoteLimiter {

    /**
     * Counts a request where all limits admit it, and nothing where one refuses. The stage fails where the store is down, late or given
     * up for now; what happens then is for the policy to decide. It may complete on any thread, and be cancelled.
     *
     * @param key whose it is; copied before this returns
     * @param cost what it takes, 1 as a rule
     * @return a verdict that nobody else holds
     */
    CompletionStage<Verdict> take(LimitKey key, long cost);
}
