/** From model to what serves: built whole, swapped in one step, retired when its last exchange ends. */
@NullMarked
package dev.sekisho.snapshot;

import org.jspecify.annotations.NullMarked;
