@NullMarked
package dev.sekisho.bench.sidebyside;

import org.jspecify.annotations.NullMarked;
