@NullMarked
package dev.sekisho.snapshot;

import org.jspecify.annotations.NullMarked;
