/** Policies: one folder each, and the one list that orders them. */
@NullMarked
package dev.sekisho.policy;

import org.jspecify.annotations.NullMarked;
