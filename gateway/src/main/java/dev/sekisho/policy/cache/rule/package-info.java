/** The rules of RFC 9111, without any state. */
@NullMarked
package dev.sekisho.policy.cache.rule;

import org.jspecify.annotations.NullMarked;
