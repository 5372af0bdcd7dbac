/** The quota policy: requests of a consumer in a calendar period. */
@NullMarked
package dev.sekisho.policy.quota;

import org.jspecify.annotations.NullMarked;
