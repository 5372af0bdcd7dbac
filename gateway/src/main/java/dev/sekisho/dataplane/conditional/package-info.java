/** Conditions, entity tags, dates and ranges of HTTP, for whoever answers with a representation that it has. */
@NullMarked
package dev.sekisho.dataplane.conditional;

import org.jspecify.annotations.NullMarked;
