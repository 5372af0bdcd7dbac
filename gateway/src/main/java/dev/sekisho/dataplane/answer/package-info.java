/** Backends that answer without an upstream. */
@NullMarked
package dev.sekisho.dataplane.answer;

import org.jspecify.annotations.NullMarked;
