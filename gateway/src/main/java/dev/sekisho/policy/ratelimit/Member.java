package dev.sekisho.policy.ratelimit;

/**
 * Further limits, which hold together with those of the policy. Immutable, thread-safe.
 *
 * @param keys whose requests are counted together
 * @param set the limits; at least one
 */
record Member(KeyWriter keys, LimitSet set) {}
