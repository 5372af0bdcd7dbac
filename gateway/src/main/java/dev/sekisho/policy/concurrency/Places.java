package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Exchange;

/** Where requests under way are counted. Thread-safe, lock-free; the policy that runs is the one that the exchange remembers for. */
interface Places {

    /** Takes a place where fewer than that many are taken; an exchange takes one at most. */
    boolean enter(Exchange x, int limit);

    /** How many places are taken where this exchange is counted; 0 where it is not. */
    int inside(Exchange x);

    /** Gives the place back, if the exchange has one. Called once. */
    void leave(Exchange x);
}
