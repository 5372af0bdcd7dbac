/** Configuration languages: each compiles documents to the one model, with diagnostics. */
@NullMarked
package dev.sekisho.dialect;

import org.jspecify.annotations.NullMarked;
