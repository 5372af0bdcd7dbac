/** Tests of the {@code sekisho} launcher script, with invented JDKs and an invented Maven. */
@NullMarked
package dev.sekisho.launcher;

import org.jspecify.annotations.NullMarked;
