/** The rules policy: who may do what, by identity, operation and conditions. */
@NullMarked
package dev.sekisho.policy.rules;

import org.jspecify.annotations.NullMarked;
