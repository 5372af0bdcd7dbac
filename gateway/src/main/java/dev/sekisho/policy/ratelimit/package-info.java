/** The rate-limit policy: how many requests of a client are admitted in a time. */
@NullMarked
package dev.sekisho.policy.ratelimit;

import org.jspecify.annotations.NullMarked;
