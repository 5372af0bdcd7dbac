/** The response-rate-limit policy: limits on what responses say that they use. */
@NullMarked
package dev.sekisho.policy.ratelimit.response;

import org.jspecify.annotations.NullMarked;
