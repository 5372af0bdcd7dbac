/** The scopes policy: what a token must allow. */
@NullMarked
package dev.sekisho.policy.scopes;

import org.jspecify.annotations.NullMarked;
