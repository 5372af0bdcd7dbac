/** The respond policy: a fixed answer in place of the backend. */
@NullMarked
package dev.sekisho.policy.respond;

import org.jspecify.annotations.NullMarked;
