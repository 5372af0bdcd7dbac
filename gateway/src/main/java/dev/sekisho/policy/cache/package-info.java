/** The cache policy: a shared cache by RFC 9111 in front of the backend. */
@NullMarked
package dev.sekisho.policy.cache;

import org.jspecify.annotations.NullMarked;
