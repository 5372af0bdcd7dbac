/** Tests of limits that gateways share. */
@NullMarked
package dev.sekisho.policy.ratelimit.shared;

import org.jspecify.annotations.NullMarked;
