/** The size-limit policy: how large requests and responses of a route may be. */
@NullMarked
package dev.sekisho.policy.sizelimit;

import org.jspecify.annotations.NullMarked;
