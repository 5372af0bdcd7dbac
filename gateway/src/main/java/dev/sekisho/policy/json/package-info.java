/** Edits of JSON texts, which policies of bodies share. */
@NullMarked
package dev.sekisho.policy.json;

import org.jspecify.annotations.NullMarked;
