/** The kinds of diagnostics that a model itself gives rise to, whatever language it comes from. */
@NullMarked
package dev.sekisho.dialect.kinds;

import org.jspecify.annotations.NullMarked;
