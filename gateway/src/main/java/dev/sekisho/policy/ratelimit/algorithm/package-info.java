/** Counting of requests: five algorithms as transitions of small states, and the table that holds the state of each key. */
@NullMarked
package dev.sekisho.policy.ratelimit.algorithm;

import org.jspecify.annotations.NullMarked;
