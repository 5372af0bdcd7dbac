/** Circuit breakers: no calls for a while, once too many have failed. */
@NullMarked
package dev.sekisho.dataplane.upstream.breaker;

import org.jspecify.annotations.NullMarked;
