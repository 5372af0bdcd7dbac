/** Listening, accepting, and letting go. */
@NullMarked
package dev.sekisho.dataplane.listener.socket;

import org.jspecify.annotations.NullMarked;
