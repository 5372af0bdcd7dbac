/** The on-status policy: another route in place of an error. */
@NullMarked
package dev.sekisho.policy.onstatus;

import org.jspecify.annotations.NullMarked;
