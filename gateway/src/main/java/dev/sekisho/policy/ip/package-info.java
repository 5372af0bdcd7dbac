/** The ip policy: which addresses may ask. */
@NullMarked
package dev.sekisho.policy.ip;

import org.jspecify.annotations.NullMarked;
