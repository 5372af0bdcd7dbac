/** Limits that several gateways share by Redis: decided there, or counted here and reconciled. */
@NullMarked
package dev.sekisho.policy.ratelimit.shared;

import org.jspecify.annotations.NullMarked;
