package dev.sekisho.policy.ratelimit;

import dev.sekisho.policy.ratelimit.algorithm.Verdict;

/**
 * What was decided of one request, kept until its response is out. Not thread-safe: belongs to a loop, which uses it again.
 *
 * @param set the limits
 * @param verdict what they say
 */
record Decision(LimitSet set, Verdict verdict) {}
